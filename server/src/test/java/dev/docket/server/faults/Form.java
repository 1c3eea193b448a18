package dev.docket.server.faults;

/** The scale of the tests: small in each build, large with {@code mvn -Pfaults verify}. */
final class Form {

    static final boolean IS_LONG = "long".equals(System.getProperty("docket.faults"));

    /** Seed of the clients' random choices; the timing depends on the machine. */
    static final long SEED = Long.getLong("docket.faults.seed", 20260306);

    private Form() {}

    static int of(int inShort, int inLong) {
        return IS_LONG ? inLong : inShort;
    }
}
