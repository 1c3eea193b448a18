package dev.docket.server.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** Plots as SVG, without a library: two kinds, of a fixed size, for light and dark pages. */
final class SvgPlot {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int RIGHT = 250;
    private static final int LABELS = 290;
    private static final int BAR = 26;
    private static final List<String> COLOURS =
            List.of("#2b6cb0", "#c05621", "#2f855a", "#805ad5", "#b83280", "#718096", "#d69e2e", "#0987a0");

    private final StringBuilder svg = new StringBuilder();

    private SvgPlot(String title, int height) {
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="16" y="26" font-size="15" font-weight="bold">%3$s</text>
                """.formatted(WIDTH, height, escape(title)));
    }

    record Point(double x, double y) {}

    /** A bar for each entry that is a number, in their order. */
    static String bars(String title, String unit, Map<String, Double> values) {
        Map<String, Double> measured = new LinkedHashMap<>(values);
        measured.values().removeIf(value -> !Double.isFinite(value));
        SvgPlot plot = new SvgPlot(title + ", " + unit, TOP + BAR * measured.size() + 16);
        double most = measured.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        int y = TOP;
        for (Map.Entry<String, Double> bar : measured.entrySet()) {
            String colour = COLOURS.get(bar.getKey().startsWith("pgbench") ? 1 : 0);
            double width = bar.getValue() / most * (WIDTH - LABELS - 90);
            plot.text(LABELS - 8, y + 15, "end", bar.getKey());
            plot.svg.append("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                    .formatted(LABELS, y, width, BAR - 6, colour));
            plot.text(LABELS + width + 6, y + 15, "start", MarkdownReport.number(bar.getValue()));
            y += BAR;
        }
        return plot.end();
    }

    /**
     * A line for each series, both axes logarithmic.
     *
     * @param ticks values of x and their labels
     */
    static String lines(String title, String yLabel, Map<Double, String> ticks, Map<String, List<Point>> series) {
        SvgPlot plot = new SvgPlot(title + ": " + yLabel, HEIGHT);
        double[] xs = ticks.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        double[] ys = series.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Point::y)
                .filter(y -> y > 0)
                .toArray();
        double lowest =
                Math.pow(10, Math.floor(Math.log10(DoubleStream.of(ys).min().orElse(1))));
        double highest =
                Math.pow(10, Math.ceil(Math.log10(DoubleStream.of(ys).max().orElse(10))));
        highest = highest > lowest ? highest : lowest * 10;
        DoubleUnaryOperator x = logarithmic(
                DoubleStream.of(xs).min().orElse(1), DoubleStream.of(xs).max().orElse(10), LEFT, WIDTH - RIGHT);
        DoubleUnaryOperator y = logarithmic(lowest, highest, HEIGHT - BOTTOM, TOP);
        for (double value = lowest; value <= highest * 1.001; value *= 10) {
            plot.line(LEFT, y.applyAsDouble(value), WIDTH - RIGHT, y.applyAsDouble(value));
            plot.text(LEFT - 8, y.applyAsDouble(value) + 4, "end", MarkdownReport.number(value));
        }
        ticks.forEach((value, label) -> {
            plot.line(x.applyAsDouble(value), TOP, x.applyAsDouble(value), HEIGHT - BOTTOM);
            plot.text(x.applyAsDouble(value), HEIGHT - BOTTOM + 18, "middle", label);
        });
        List<String> names = new ArrayList<>(series.keySet());
        for (int i = 0; i < names.size(); i++) {
            plot.series(names.get(i), series.get(names.get(i)), COLOURS.get(i % COLOURS.size()), TOP + 20 * i, x, y);
        }
        return plot.end();
    }

    private void series(
            String name, List<Point> points, String colour, int legend, DoubleUnaryOperator x, DoubleUnaryOperator y) {
        svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"".formatted(colour));
        points.forEach(point -> svg.append(
                String.format(Locale.ROOT, "%.1f,%.1f ", x.applyAsDouble(point.x()), y.applyAsDouble(point.y()))));
        svg.append("\"/>\n<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n"
                .formatted(WIDTH - RIGHT + 14, legend, colour));
        text(WIDTH - RIGHT + 32, legend + 11, "start", name);
    }

    private static DoubleUnaryOperator logarithmic(double from, double to, double start, double end) {
        return value -> start + (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from)) * (end - start);
    }

    private void line(double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#cbd5e0\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private String end() {
        return svg.append("</svg>\n").toString();
    }
}
