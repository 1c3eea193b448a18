package dev.docket.server.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as Markdown. */
final class MarkdownReport {

    private static final String RUNS = """
            | what | clients | per second | p50 ms | p99 ms | p99.9 ms | max ms | CPU ms | server | (compiling) | database | generator |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private MarkdownReport() {}

    static String line(Run run) {
        return "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        run.name() + (run.unavailable() > 0 ? " (503: " + run.unavailable() + ")" : ""),
                        run.clients(),
                        number(run.perSecond()),
                        number(run.millis(50)),
                        number(run.millis(99)),
                        number(run.millis(99.9)),
                        number(run.millis(100)),
                        number(run.servedCpu()),
                        number(run.serverCpu()),
                        number(run.compilingCpu()),
                        number(run.databaseCpu()),
                        number(run.generatorCpu()));
    }

    static String of(BenchOptions options, Results results, List<Goal> goals, String verified, List<String> plots) {
        StringBuilder text = new StringBuilder("# Benchmark, " + options.form() + " form\n\n");
        text.append("| goal | asked for | reached | |\n|---|---|---|---|\n");
        goals.forEach(goal -> text.append(goal.line()).append('\n'));
        text.append("\n").append(verified).append("\n\n");
        text.append(RUNS);
        results.runs().values().forEach(run -> text.append(line(run)).append('\n'));
        results.growth().forEach(size -> {
            text.append("\nWith %,d tickets:\n\n".formatted(size.tickets())).append(RUNS);
            size.runs().values().forEach(run -> text.append(line(run)).append('\n'));
        });
        text.append("\n| | |\n|---|---|\n");
        results.figures().forEach((name, value) -> row(text, name, number(value)));
        for (Map.Entry<String, String> fact : results.facts().entrySet()) {
            row(text, fact.getKey(), fact.getValue());
        }
        plots.forEach(plot -> text.append("\n![](").append(plot).append(")"));
        return text.append('\n').toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    /** Rounds to three significant digits, and keeps all digits before the point. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "not measured";
        }
        int digits = value == 0 ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
        return String.format(Locale.ROOT, "%,." + Math.min(digits, 4) + "f", value);
    }
}
