package dev.docket.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A goal of Docket. It is reported, never asserted, because results differ on another machine or under other load.
 *
 * @param reached NaN: not measured
 * @param isAtMost whether less is better
 */
record Goal(String what, double wanted, boolean isAtMost, String unit, double reached) {

    /**
     * For a ticket on the cheapest of the systems that were measured when Docket was designed, osTicket 1.18.1;
     * milliseconds.
     */
    private static final double CHEAPEST_OTHER_CPU = 36;

    boolean isMet() {
        return isAtMost ? reached <= wanted : reached >= wanted;
    }

    String line() {
        String verdict = isMet() ? "met" : "not met";
        return "| %s | %s %s%s | %s%s | %s |"
                .formatted(
                        what,
                        isAtMost ? "≤" : "≥",
                        MarkdownReport.number(wanted),
                        unit,
                        MarkdownReport.number(reached),
                        Double.isFinite(reached) ? unit : "",
                        Double.isFinite(reached) ? verdict : "");
    }

    static List<Goal> of(Results results) {
        List<Goal> goals = new ArrayList<>(List.of(
                atMost(
                        "1 CPU of a create, server and database : pgbench bare, database",
                        1.0,
                        "×",
                        ratio(results, Results.SPREAD, Results.BARE_SPREAD, Run::servedCpu)),
                atMost(
                        "1 CPU of a create, server and database : pgbench same rows, database",
                        1.0,
                        "×",
                        ratio(results, Results.SPREAD, Results.SAME_SPREAD, Run::servedCpu)),
                atLeast(
                        "1 creates per second : pgbench bare",
                        0.7,
                        "×",
                        ratio(results, Results.SPREAD, Results.BARE_SPREAD, Run::perSecond)),
                atLeast(
                        "1 creates per second : pgbench same rows",
                        0.7,
                        "×",
                        ratio(results, Results.SPREAD, Results.SAME_SPREAD, Run::perSecond)),
                atLeast(
                        "2 creates per second in one account : pgbench bare in one account",
                        3,
                        "×",
                        ratio(results, Results.HOT, Results.BARE_HOT, Run::perSecond)),
                atLeast(
                        "2 creates per second in one account : pgbench same rows in one account",
                        3,
                        "×",
                        ratio(results, Results.HOT, Results.SAME_HOT, Run::perSecond)),
                atLeast(
                        "2 creates per second in one account : spread",
                        0.9,
                        "×",
                        ratio(results, Results.HOT, Results.SPREAD, Run::perSecond)),
                atLeast(
                        "3 CPU of a ticket of the cheapest other system (36 ms where it was measured) : of a create",
                        50,
                        "×",
                        CHEAPEST_OTHER_CPU / value(results, Results.SPREAD, Run::servedCpu)),
                atMost(
                        "4 p99 : p50 of a create at half load",
                        5,
                        "×",
                        value(results, Results.OPEN, run -> run.millis(99) / run.millis(50))),
                atMost(
                        "4 p50 of a lone create : of a lone pgbench bare",
                        2,
                        "×",
                        ratio(results, Results.LONE, Results.BARE_LONE, run -> run.millis(50))),
                atMost(
                        "4 p50 of a lone create : of a lone pgbench same rows",
                        2,
                        "×",
                        ratio(results, Results.LONE, Results.SAME_LONE, run -> run.millis(50)))));
        goals.addAll(growth(results));
        goals.add(atLeast("6 tickets per second of an import", 20_000, "", results.figure(Import.PER_SECOND)));
        goals.add(atMost("7 start to ready, existing database", 3, " s", results.figure(Footprint.NEXT_START)));
        goals.add(atMost("7 start to ready, first start", 10, " s", results.figure(Footprint.FIRST_START)));
        goals.add(atMost("7 heap of an idle server", 128, " MiB", results.figure(Footprint.IDLE_HEAP)));
        return goals;
    }

    /** The ratio of the largest size to the smallest, for the median and for CPU. */
    private static List<Goal> growth(Results results) {
        if (results.growth().size() < 2) {
            return List.of(atMost("5 growth", 1.3, "×", Double.NaN));
        }
        Results.Growth small = results.growth().get(0);
        Results.Growth large = results.growth().get(results.growth().size() - 1);
        return small.runs().keySet().stream()
                .flatMap(operation -> {
                    Run before = small.runs().get(operation);
                    Run after = large.runs().get(operation);
                    String sizes = "5 %s, %,d : %,d tickets".formatted(operation, large.tickets(), small.tickets());
                    return Stream.of(
                            atMost(sizes + ", p50", 1.3, "×", after.millis(50) / before.millis(50)),
                            atMost(
                                    sizes + ", CPU without compiling",
                                    1.3,
                                    "×",
                                    after.steadyCpu() / before.steadyCpu()));
                })
                .collect(Collectors.toList());
    }

    private static Goal atMost(String what, double wanted, String unit, double reached) {
        return new Goal(what, wanted, true, unit, reached);
    }

    private static Goal atLeast(String what, double wanted, String unit, double reached) {
        return new Goal(what, wanted, false, unit, reached);
    }

    private static double ratio(Results results, String of, String to, ToDoubleFunction<Run> figure) {
        return value(results, of, figure) / value(results, to, figure);
    }

    private static double value(Results results, String name, ToDoubleFunction<Run> figure) {
        return results.run(name).map(figure::applyAsDouble).orElse(Double.NaN);
    }
}
