package dev.docket.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine of the measurement. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    static void describe(DatabaseUnderTest database, Results results) throws IOException {
        results.fact(
                "machine",
                "%d cores%s, %s %s %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                model(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        if (Files.isReadable(LOAD)) {
            results.fact("load before it began", Files.readString(LOAD).strip());
        }
        results.fact("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        results.fact("PostgreSQL", database.text("""
                SELECT current_setting('server_version') || ', fsync ' || current_setting('fsync')
                       || ', synchronous_commit ' || current_setting('synchronous_commit')
                       || ', shared_buffers ' || current_setting('shared_buffers')
                """));
    }

    private static String model() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " of " + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        }
    }
}
