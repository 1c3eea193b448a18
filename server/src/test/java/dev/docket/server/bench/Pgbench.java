package dev.docket.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.docket.server.testing.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * PostgreSQL's own benchmark program, for the cost of a transaction that consists of statements only.
 *
 * @param folder for its logs
 */
record Pgbench(Path program, Path folder, CpuTimes cpu) {

    /** The minimal writes of creating a ticket, in separate tables. */
    static final String BARE = "bare.pgbench";

    /** The writes of creating a ticket, in Docket's tables. */
    static final String SAME_ROWS = "same-rows.pgbench";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern PROCESSED = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final long LONGEST_MICROS = 120_000_000;

    /** The program on the path, or where Debian installs it; empty if it is in neither. */
    static Optional<Path> find() {
        Stream<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "pgbench"));
        return Stream.concat(versions(), path).filter(Files::isExecutable).findFirst();
    }

    private static Stream<Path> versions() {
        if (!Files.isDirectory(DEBIAN)) {
            return Stream.empty();
        }
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(DEBIAN)) {
            folders.forEach(version -> versions.add(version.resolve("bin/pgbench")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return versions.stream().sorted(Comparator.reverseOrder());
    }

    String version() throws IOException, InterruptedException {
        Process process = start(List.of(program.toString(), "--version"), "");
        String version = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return version;
    }

    /**
     * Runs a script of the resources, with prepared statements. Its first second does not count, because it connects
     * then.
     *
     * @param accounts number of accounts that the load is spread over
     */
    Run run(String name, DatabaseUnderTest database, String script, int accounts, int clients, double seconds)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(script), database.script(script));
        Path logs = Files.createTempDirectory(folder, "pgbench");
        Process process = start(
                List.of(
                        program.toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + clients,
                        "--jobs=" + Math.min(clients, 2),
                        "--time=" + (1 + Math.max(1, Math.round(seconds))),
                        "--progress=1",
                        "--define=accounts=" + accounts,
                        "--log",
                        "--log-prefix=" + logs.resolve("log"),
                        "--file=" + file,
                        "--host=" + database.host(),
                        "--port=" + database.port(),
                        "--username=" + database.superuser().user(),
                        database.name()),
                database.superuser().password());
        StringBuilder printed = new StringBuilder();
        Cpu before = null;
        Instant start = Instant.MAX;
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.append(line).append('\n');
                if (before == null && line.startsWith("progress:")) {
                    before = cpu.now();
                    start = Instant.now();
                }
            }
        }
        double elapsed = Duration.between(start, Instant.now()).toNanos() / 1e9;
        if (process.waitFor() != 0 || before == null) {
            throw new IllegalStateException("pgbench failed: " + printed);
        }
        Cpu used = cpu.now().since(before);
        Histogram latency = latencies(logs, start);
        Folders.delete(logs);
        Matcher processed = PROCESSED.matcher(printed);
        if (!processed.find()) {
            throw new IllegalStateException("pgbench printed: " + printed);
        }
        return RunBuilder.builder()
                .name(name)
                .clients(clients)
                .count(latency.getTotalCount())
                .seconds(elapsed)
                .latency(latency)
                .cpu(new Cpu(0, 0, used.database(), used.generator()))
                .created(script.equals(SAME_ROWS) ? Long.parseLong(processed.group(1)) : 0)
                .refused(Map.of())
                .firstRefusal("")
                .build();
    }

    /**
     * A line of a log has: client, transaction, its microseconds, script, and when it ended, in seconds and
     * microseconds.
     */
    private static Histogram latencies(Path logs, Instant from) throws IOException {
        Histogram latency = new Histogram(LONGEST_MICROS, 3);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs)) {
            for (Path file : files) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(line -> line.split(" "))
                            .filter(line -> Instant.ofEpochSecond(
                                            Long.parseLong(line[4]), Long.parseLong(line[5]) * 1_000)
                                    .isAfter(from))
                            .forEach(line -> latency.recordValue(Long.parseLong(line[2])));
                }
            }
        }
        return latency;
    }

    private static Process start(List<String> command, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        return builder.start();
    }
}
