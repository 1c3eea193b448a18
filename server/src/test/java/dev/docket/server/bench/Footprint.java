package dev.docket.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Measures the start of the server, and the resources that it uses without load. */
final class Footprint {

    static final String FIRST_START = "first start to ready, s";
    static final String NEXT_START = "start to ready on an existing database, s";
    static final String SHARED_START = "the same with an archive of class data, s";
    static final String IDLE_HEAP = "heap of an idle server after GC, MiB";
    static final String IDLE_MEMORY = "resident memory of an idle server, MiB";

    private static final double MEBIBYTE = 1 << 20;

    private Footprint() {}

    /** Starts and stops the server on the present database; the median counts. */
    static void starts(BenchOptions options, Results results) throws IOException {
        results.figure(NEXT_START, median(options, results, List.of()));
        Path archive = options.out().resolve("docket.jsa");
        Files.deleteIfExists(archive);
        Stage.start(options, List.of("-XX:ArchiveClassesAtExit=" + archive)).close();
        if (Files.exists(archive)) {
            results.figure(SHARED_START, median(options, results, List.of("-XX:SharedArchiveFile=" + archive)));
            results.figure("size of that archive, MiB", Files.size(archive) / MEBIBYTE);
        }
    }

    private static double median(BenchOptions options, Results results, List<String> jvm) throws IOException {
        double[] seconds = new double[options.starts()];
        double[] used = new double[options.starts()];
        for (int i = 0; i < seconds.length; i++) {
            try (ServerUnderTest server = Stage.start(options, jvm)) {
                seconds[i] = server.secondsToReady();
                used[i] = CpuTimes.of(server.pid());
            }
        }
        Arrays.sort(seconds);
        Arrays.sort(used);
        String name = jvm.isEmpty()
                ? "CPU of the server until it is ready, s"
                : "the same with an archive of class data, CPU s";
        results.figure(name, used[used.length / 2]);
        return seconds[seconds.length / 2];
    }

    static void idle(ServerUnderTest server, Results results) throws IOException, InterruptedException {
        if (!server.collectGarbage()) {
            results.fact("heap of an idle server", "not measured: this JDK has no jcmd");
            return;
        }
        results.figure(IDLE_HEAP, server.heap());
        results.figure(
                "classes and code of an idle server, MiB",
                server.metric("jvm_memory_used_bytes", "area=\"nonheap\"") / MEBIBYTE);
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        if (Files.isReadable(status)) {
            results.figure(
                    IDLE_MEMORY,
                    Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                            .sum());
        }
    }
}
