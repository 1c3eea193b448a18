package dev.docket.server.faults;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Injects faults while clients work, and checks the ledger afterwards.
 *
 * @param ledger of all requests on this database
 * @param node where clients send the next request
 * @param query runs SQL and returns what is stored
 */
record Trial(Ledger ledger, Supplier<URI> node, Function<String, List<List<String>>> query) {

    /** More than the node's database connections. */
    private static final int CLIENTS = Form.of(6, 8);

    /** Acknowledged requests before, between and after the faults. */
    private static final int REQUESTS = Form.of(25, 250);

    /** What fails. */
    interface Fault {
        /** @return when it took effect, by {@link System#nanoTime} */
        long inject(Load load) throws Exception;
    }

    /** With clients that repeat requests with their keys. Afterwards the ledger must be even. */
    void run(String name, int times, Fault fault) throws Exception {
        try (Load load = Load.start(ledger, CLIENTS, node)) {
            run(name, times, load, fault).assertEven();
        }
    }

    /** For a control, whose balance need not be even, or with a custom load. */
    Ledger.Balance run(String name, int times, Load load, Fault fault) throws Exception {
        int acknowledgedBefore = ledger.acknowledged();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            load.awaitAcknowledged(REQUESTS);
            seconds.add(load.secondsUntilServed(fault.inject(load)));
        }
        load.awaitAcknowledged(REQUESTS);
        load.finish();
        Ledger.Balance balance = ledger.balance(query);
        FaultTable.add(name, times, load, ledger.acknowledged() - acknowledgedBefore, balance, seconds);
        return balance;
    }
}
