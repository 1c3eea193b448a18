package dev.docket.server.bench;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The benchmark of the project: {@code mvn -Pbench verify}. It exits with 1 if a ticket was lost or doubled, or a
 * request had an unexpected response; never because of a measured time.
 */
public final class Benchmark {

    private Benchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BenchOptions options = BenchOptions.read();
        Files.createDirectories(options.out());
        Results results = new Results();
        long stored;
        try (Stage stage = Stage.open(options)) {
            results.figure(Footprint.FIRST_START, stage.server().secondsToReady());
            Machine.describe(stage.database(), results);
            Phases phases = new Phases(options, stage, results);
            phases.warmUp();
            phases.growth(options.sizes().get(0));
            phases.creates();
            phases.pgbench();
            for (long tickets : options.sizes().subList(1, options.sizes().size())) {
                phases.growth(tickets);
            }
            phases.others();
            phases.imports();
            phases.idle();
            stored = stage.database().tickets();
        }
        Footprint.starts(options, results);
        Folders.delete(Stage.data(options));
        boolean isEven = stored == results.expectedTickets() && results.unexpectedAnswers() == 0;
        String verified = "%s: %,d tickets stored, %,d generated or acknowledged, %,d unexpected responses"
                .formatted(
                        isEven ? "Verified" : "**Wrong**",
                        stored,
                        results.expectedTickets(),
                        results.unexpectedAnswers());
        List<String> plots = new Plots(results).write(options.out());
        Path report = options.out().resolve("benchmark.md");
        Files.writeString(report, MarkdownReport.of(options, results, Goal.of(results), verified, plots));
        System.out.println();
        System.out.println(Files.readString(report));
        System.exit(isEven ? 0 : 1);
    }
}
