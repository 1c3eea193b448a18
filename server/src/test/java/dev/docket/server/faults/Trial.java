package dev.docket.server.faults;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A fault, injected some times while clients work, and what the ledger says afterwards. */
final class Trial {

    private static final int CLIENTS = Form.of(4, 8);

    /** Acknowledged requests before, between and after. */
    private static final int REQUESTS = Form.of(40, 600);

    /** What fails. */
    interface Fault {
        /** @return when it was in force, by {@link System#nanoTime} */
        long inject(Load load) throws Exception;
    }

    private Trial() {}

    /**
     * @param node where clients send the next request to
     * @param query answers SQL with what is stored in the end
     */
    static void run(String name, int times, Supplier<URI> node, Function<String, List<List<String>>> query, Fault fault)
            throws Exception {
        Ledger ledger = new Ledger();
        try (Load load = Load.start(ledger, CLIENTS, node)) {
            run(name, times, load, ledger, query, fault).assertEven();
        }
    }

    /** The same with clients that send no key. */
    static Ledger.Balance runWithoutKeys(
            String name, int times, Supplier<URI> node, Function<String, List<List<String>>> query, Fault fault)
            throws Exception {
        Ledger ledger = new Ledger();
        try (Load load = Load.startWithoutKeys(ledger, CLIENTS, node)) {
            return run(name, times, load, ledger, query, fault);
        }
    }

    /** For a control: the balance need not be even. */
    static Ledger.Balance run(
            String name, int times, Load load, Ledger ledger, Function<String, List<List<String>>> query, Fault fault)
            throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            load.awaitAcknowledged(REQUESTS);
            seconds.add(load.secondsUntilServed(fault.inject(load)));
        }
        load.awaitAcknowledged(REQUESTS);
        load.finish();
        Ledger.Balance balance = ledger.balance(query);
        FaultTable.add(name, times, load, ledger, balance, seconds);
        return balance;
    }
}
