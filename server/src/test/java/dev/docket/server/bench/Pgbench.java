package dev.docket.server.bench;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * PostgreSQL's own benchmark program, for what a transaction costs that is only a statement.
 *
 * @param folder for its logs
 */
record Pgbench(Path program, Path folder, CpuTimes cpu) {

    /** The least that creating a ticket can be, in tables of its own. */
    static final String BARE = "bare.pgbench";

    /** What creating a ticket writes, in Docket's tables. */
    static final String SAME_ROWS = "same-rows.pgbench";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern PROCESSED = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final long LONGEST_MICROS = 120_000_000;
    private static final int LATENCY_FIELD = 2;

    /** In the path of programs, or where Debian keeps it; empty: nowhere. */
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
        return run(List.of(program.toString(), "--version"), "").strip();
    }

    /**
     * Runs a script of the resources, prepared, for so many seconds.
     *
     * @param accounts that it is spread over
     */
    Run run(String name, DatabaseUnderTest database, String script, int accounts, int clients, double seconds)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(script), database.script(script));
        Path logs = Files.createTempDirectory(folder, "pgbench");
        List<String> command = List.of(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=" + Math.min(clients, 2),
                "--time=" + Math.max(1, Math.round(seconds)),
                "--define=accounts=" + accounts,
                "--log",
                "--log-prefix=" + logs.resolve("log"),
                "--file=" + file,
                "--host=" + database.host(),
                "--port=" + database.port(),
                "--username=" + database.superuser().user(),
                database.name());
        Cpu before = cpu.now();
        String printed = run(command, database.superuser().password());
        Cpu used = cpu.now().since(before);
        Histogram latency = latencies(logs);
        Folders.delete(logs);
        long processed = Long.parseLong(find(PROCESSED, printed));
        return new Run(
                name,
                clients,
                processed,
                processed / Double.parseDouble(find(TPS, printed)),
                latency,
                new Cpu(0, 0, used.database(), used.generator()),
                script.equals(SAME_ROWS) ? processed : 0,
                Map.of(),
                "");
    }

    /** A line of a log: client, transaction, microseconds, … */
    private static Histogram latencies(Path logs) throws IOException {
        Histogram latency = new Histogram(LONGEST_MICROS, 3);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs)) {
            for (Path file : files) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.forEach(line -> latency.recordValue(Long.parseLong(line.split(" ")[LATENCY_FIELD])));
                }
            }
        }
        return latency;
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("pgbench printed: " + text);
        }
        return matcher.group(1);
    }

    private static String run(List<String> command, String password) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench failed: " + printed);
        }
        return printed;
    }
}
