package dev.docket.server.tickettypes;

/**
 * The steps that the patterns of one ticket's custom fields may take together. Matching takes at most one step for each
 * instruction of the pattern at each character of the text. Not thread-safe.
 */
final class PatternSteps {

    /** A pattern of 250 instructions may check a text of 65,536 characters. */
    static final long MAX = 250L * 65_536;

    private long left = MAX;

    /** @return whether the steps suffice; if not, none are taken */
    boolean take(FieldPattern pattern, String text) {
        long needed = (long) pattern.size() * text.length();
        if (needed > left) {
            return false;
        }
        left -= needed;
        return true;
    }
}
