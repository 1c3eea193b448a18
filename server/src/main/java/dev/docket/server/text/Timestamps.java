package dev.docket.server.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** Times of RFC 3339, whose years have four digits; PostgreSQL fails at years of more digits. */
public final class Timestamps {

    private static final Pattern FOUR_DIGIT_YEAR = Pattern.compile("[0-9]{4}-.*");

    private Timestamps() {}

    /** @throws DateTimeException if the text is not such a time */
    public static Instant parse(String text) {
        if (!FOUR_DIGIT_YEAR.matcher(text).matches()) {
            throw new DateTimeException("the year has not four digits");
        }
        return Instant.parse(text);
    }
}
