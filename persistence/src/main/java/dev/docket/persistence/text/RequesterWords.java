package dev.docket.persistence.text;

import org.jspecify.annotations.Nullable;

/**
 * The words of a requester that its tickets are found by. The words of one text follow one another. Those of two texts
 * do not, also where PostgreSQL appends one vector to another.
 */
public final class RequesterWords {

    private static final char WEIGHT = 'A';

    private static final int MOST = 64 * 1024;

    /** The place of the first word. The vector before ends at the place before this one, or earlier. */
    private static final int FIRST = 2;

    private RequesterWords() {}

    /** Returns the words of a name, as a {@code tsvector}. */
    public static String ofName(@Nullable String name) {
        return new SearchVector(MOST).from(FIRST).add(name, WEIGHT).toString();
    }

    /** Returns the words of an email address and of a phone number, as a {@code tsvector}. */
    public static String ofContact(@Nullable String email, @Nullable String phone) {
        return new SearchVector(MOST)
                .from(FIRST)
                .add(email, WEIGHT)
                .addPhone(phone, WEIGHT)
                .toString();
    }
}
