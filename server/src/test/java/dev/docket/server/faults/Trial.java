package dev.docket.server.faults;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Faults, injected while clients work, and what the ledger says afterwards.
 *
 * @param ledger of all that was ever asked for there
 * @param node where clients send the next request to
 * @param query answers SQL with what is stored
 */
record Trial(Ledger ledger, Supplier<URI> node, Function<String, List<List<String>>> query) {

    /** More than the node of the tests has connections to its database. */
    private static final int CLIENTS = Form.of(6, 8);

    /** Acknowledged requests before, between and after. */
    private static final int REQUESTS = Form.of(25, 250);

    /** What fails. */
    interface Fault {
        /** @return when it was in force, by {@link System#nanoTime} */
        long inject(Load load) throws Exception;
    }

    /** With clients that send the same again with its key. Afterwards everything must be even. */
    void run(String name, int times, Fault fault) throws Exception {
        try (Load load = Load.start(ledger, CLIENTS, node)) {
            run(name, times, load, fault).assertEven();
        }
    }

    /** For a control, whose balance need not be even, or with a load of one's own. */
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
