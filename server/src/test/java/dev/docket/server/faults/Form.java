package dev.docket.server.faults;

import dev.docket.persistence.testing.Seeds;

/** How much is done: little in each build, more with {@code mvn -Pfaults verify}. */
final class Form {

    static final boolean IS_LONG = "long".equals(System.getProperty("docket.faults"));

    /** What the clients do by chance, but for when: that is the machine's. */
    static final long SEED = Seeds.first();

    private Form() {}

    static int of(int inShort, int inLong) {
        return IS_LONG ? inLong : inShort;
    }
}
