package dev.docket.server.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results so far, and the checks on them. */
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
     * Costs of operations at one number of tickets.
     *
     * @param tickets of all accounts
     * @param runs by operation
     */
    record Growth(long tickets, Map<String, Run> runs) {}

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final List<Growth> growth = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private long stored;
    private long refused;

    /** Counts the tickets and responses of a run that is no result, such as a warm-up. */
    Run count(Run run) {
        stored += run.created();
        refused += run.unexpected();
        if (run.unexpected() > 0) {
            System.out.println(
                    "! " + run.name() + ": unexpected responses " + run.refused() + ", " + run.firstRefusal());
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

    /** Adds a fact about the machine or about a measurement. */
    void fact(String name, String value) {
        facts.put(name, value);
        System.out.println(name + ": " + value);
    }

    /** Adds a number that a goal refers to. */
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

    /** Number of tickets that must be stored: generated or acknowledged. */
    long expectedTickets() {
        return stored;
    }

    /** Number of responses that were neither expected nor the rejection by a full queue. */
    long unexpectedAnswers() {
        return refused;
    }
}
