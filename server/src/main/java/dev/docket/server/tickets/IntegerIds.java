package dev.docket.server.tickets;

import org.jspecify.annotations.Nullable;

/** Integer ids that come as text. */
final class IntegerIds {

    private IntegerIds() {}

    /** The id as a database has it: no sign, no leading zero, 64 bits; null if it is anything else. */
    static @Nullable Long parse(@Nullable String id) {
        if (id == null || !id.matches("0|[1-9][0-9]{0,18}")) {
            return null;
        }
        try {
            return Long.valueOf(id);
        } catch (NumberFormatException largerThan64Bits) {
            return null;
        }
    }
}
