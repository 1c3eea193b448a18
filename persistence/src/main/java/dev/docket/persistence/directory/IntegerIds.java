package dev.docket.persistence.directory;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses integer ids. */
public final class IntegerIds {

    private static final Pattern FORMAT = Pattern.compile("0|[1-9][0-9]{0,18}");

    private IntegerIds() {}

    /** Returns the id as the database writes it: no sign, no leading zero, 64 bits; null for any other text. */
    public static @Nullable Long parse(@Nullable String id) {
        if (id == null || !FORMAT.matcher(id).matches()) {
            return null;
        }
        try {
            return Long.valueOf(id);
        } catch (NumberFormatException largerThan64Bits) {
            return null;
        }
    }
}
