package dev.docket.server.bench;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The result of a measurement.
 *
 * @param clients connections
 * @param count requests or transactions that succeeded
 * @param latency of those, in microseconds
 * @param created tickets that were acknowledged, including those before the measurement
 * @param refused number of responses by unexpected status, including those before the measurement; 0: no response
 * @param firstRefusal one of the unexpected responses; empty without any
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

    /** The part of it that was used for compiling. */
    double compilingCpu() {
        return cpu.compiling() * 1e3 / count;
    }

    /** The CPU without that for compiling. */
    double steadyCpu() {
        return servedCpu() - compilingCpu();
    }

    double databaseCpu() {
        return cpu.database() * 1e3 / count;
    }

    double generatorCpu() {
        return cpu.generator() * 1e3 / count;
    }

    /** Number of requests that were rejected because too many ran at once, as intended. */
    long unavailable() {
        return refused.getOrDefault(UNAVAILABLE, 0L);
    }

    long unexpected() {
        return refused.values().stream().mapToLong(Long::longValue).sum() - unavailable();
    }
}
