package dev.docket.server.bench;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a measurement came to.
 *
 * @param clients connections
 * @param count requests or transactions that succeeded
 * @param latency of those, in microseconds
 * @param created tickets that were acknowledged, those before the measurement included
 * @param refused how often another status was answered, those before the measurement included; 0: no answer
 * @param firstRefusal one of those answers that was not expected; empty if there was none
 */
@RecordBuilder
record Run(
        String name,
        int clients,
        long count,
        double seconds,
        Histogram latency,
        Cpu cpu,
        long created,
        Map<Integer, Long> refused,
        String firstRefusal) {

    static final int UNAVAILABLE = 503;

    double perSecond() {
        return count / seconds;
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** Milliseconds of CPU, server and database. */
    double servedCpu() {
        return cpu.served() * 1e3 / count;
    }

    double serverCpu() {
        return cpu.server() * 1e3 / count;
    }

    /** What of that was for compiling. */
    double compilingCpu() {
        return cpu.compiling() * 1e3 / count;
    }

    /** Without that for compiling. */
    double steadyCpu() {
        return servedCpu() - compilingCpu();
    }

    double databaseCpu() {
        return cpu.database() * 1e3 / count;
    }

    double generatorCpu() {
        return cpu.generator() * 1e3 / count;
    }

    /** Refused since too many asked at once, as it should be. */
    long unavailable() {
        return refused.getOrDefault(UNAVAILABLE, 0L);
    }

    long unexpected() {
        return refused.values().stream().mapToLong(Long::longValue).sum() - unavailable();
    }
}
