package dev.docket.server.faults;

import dev.docket.persistence.testing.Seeds;

/** The extent of the tests: short in each build, longer with {@code mvn -Pfaults verify}. */
final class Form {

    static final boolean IS_LONG = "long".equals(System.getProperty("docket.faults"));

    /** Determines the random actions of the clients, but not their timing. */
    static final long SEED = Seeds.first();

    private Form() {}

    static int of(int inShort, int inLong) {
        return IS_LONG ? inLong : inShort;
    }
}
