package dev.docket.server.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured so far, and what must be true of it. */
final class Results {

    static final String SPREAD = "create, spread over the accounts";
    static final String HOT = "create, all in one account";
    static final String LONE = "create, one client";
    static final String OPEN = "create, open loop at half that rate";
    static final String BARE_SPREAD = "pgbench bare, spread";
    static final String BARE_HOT = "pgbench bare, all in one account";
    static final String BARE_LONE = "pgbench bare, one client";
    static final String SAME_SPREAD = "pgbench same rows, spread";
    static final String SAME_HOT = "pgbench same rows, all in one account";
    static final String SAME_LONE = "pgbench same rows, one client";

    /**
     * Costs of operations when there are so many tickets.
     *
     * @param tickets in all
     * @param runs by operation
     */
    record Growth(long tickets, Map<String, Run> runs) {}

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final List<Growth> growth = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private long stored;
    private long refused;

    /** What was done but is no result, such as to warm up. */
    Run count(Run run) {
        stored += run.created();
        refused += run.unexpected();
        if (run.unexpected() > 0) {
            System.out.println("! " + run.name() + ": unexpected answers " + run.refused() + ", " + run.firstRefusal());
        }
        return run;
    }

    Run add(Run run) {
        runs.put(run.name(), count(run));
        System.out.println(MarkdownReport.line(run));
        return run;
    }

    void add(Growth sizes) {
        sizes.runs().values().forEach(this::count);
        growth.add(sizes);
        sizes.runs().values().forEach(run -> System.out.println(MarkdownReport.line(run)));
    }

    void generated(long tickets) {
        stored += tickets;
    }

    /** About the machine, or how something was measured. */
    void fact(String name, String value) {
        facts.put(name, value);
        System.out.println(name + ": " + value);
    }

    /** A number that a goal asks for. */
    void figure(String name, double value) {
        figures.put(name, value);
        System.out.printf("%s: %.3f%n", name, value);
    }

    Optional<Run> run(String name) {
        return Optional.ofNullable(runs.get(name));
    }

    /** NaN: not measured. */
    double figure(String name) {
        return figures.getOrDefault(name, Double.NaN);
    }

    Map<String, Run> runs() {
        return runs;
    }

    List<Growth> growth() {
        return growth;
    }

    Map<String, String> facts() {
        return facts;
    }

    Map<String, Double> figures() {
        return figures;
    }

    /** Tickets that must be there: generated, or acknowledged. */
    long expectedTickets() {
        return stored;
    }

    /** Answers that were neither what was asked for nor a refusal of a full queue. */
    long unexpectedAnswers() {
        return refused;
    }
}
