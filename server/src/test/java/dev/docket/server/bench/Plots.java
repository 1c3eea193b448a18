package dev.docket.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Plots of the results. */
record Plots(Results results) {

    /** The part above each percentile that is shown: a tenth, a hundredth, a thousandth. */
    private static final double[] ABOVE = {0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001};

    /** Returns the names of the written files. */
    List<String> write(Path folder) throws IOException {
        Map<String, String> plots = new LinkedHashMap<>();
        plots.put("throughput.svg", SvgPlot.bars("Throughput", "per second", each(Run::perSecond)));
        plots.put("cpu.svg", SvgPlot.bars("CPU of server and database", "ms each", each(Run::servedCpu)));
        plots.put("latency.svg", latency());
        if (results.growth().size() > 1) {
            plots.put("growth.svg", growth());
        }
        for (Map.Entry<String, String> plot : plots.entrySet()) {
            Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
        }
        return List.copyOf(plots.keySet());
    }

    private Map<String, Double> each(ToDoubleFunction<Run> figure) {
        Map<String, Double> figures = new LinkedHashMap<>();
        results.runs().forEach((name, run) -> figures.put(name, figure.applyAsDouble(run)));
        return figures;
    }

    private String latency() {
        Map<Double, String> ticks = new TreeMap<>(Map.of(2.0, "50 %", 10.0, "90 %", 100.0, "99 %", 1000.0, "99.9 %"));
        Map<String, List<SvgPlot.Point>> series = new LinkedHashMap<>();
        results.runs().forEach((name, run) -> {
            if (name.startsWith("create") || name.equals(Results.BARE_LONE) || name.equals(Results.SAME_LONE)) {
                List<SvgPlot.Point> points = new ArrayList<>();
                for (double above : ABOVE) {
                    points.add(new SvgPlot.Point(1 / above, Math.max(0.01, run.millis(100 - above * 100))));
                }
                series.put(name, points);
            }
        });
        return SvgPlot.lines("Latency by percentile", "milliseconds", ticks, series);
    }

    private String growth() {
        Map<Double, String> ticks = new TreeMap<>();
        Map<String, List<SvgPlot.Point>> series = new LinkedHashMap<>();
        for (Results.Growth size : results.growth()) {
            ticks.put((double) size.tickets(), "%,d tickets".formatted(size.tickets()));
            size.runs()
                    .forEach((operation, run) -> series.computeIfAbsent(operation, name -> new ArrayList<>())
                            .add(new SvgPlot.Point(size.tickets(), run.millis(50))));
        }
        return SvgPlot.lines("Growth", "median in milliseconds", ticks, series);
    }
}
