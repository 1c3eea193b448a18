package dev.docket.server.tickettypes;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * The pattern of a custom field, a regular expression in RE2's syntax. RE2 matches in time linear in the length of the
 * text times the size of the compiled program, so both are limited. Immutable.
 */
final class FieldPattern {

    /**
     * Instructions of the program of one pattern: {@code [A-Z]{2}[0-9]{6}} has 10. {@code .{0,1000}}, the largest
     * single repetition that RE2 knows, has about 2,000.
     */
    static final int MAX_SIZE = 2_500;

    /** Instructions of all patterns of a ticket type, which is kept in memory while its account is in use. */
    static final int MAX_SIZE_OF_TYPE = 10_000;

    /** An estimate may be larger than the program. */
    private static final int ESTIMATE = 4;

    private final Pattern pattern;
    private final int size;

    private FieldPattern(Pattern pattern, int size) {
        this.pattern = pattern;
        this.size = size;
    }

    /** The pattern would be compiled into more than {@link #MAX_SIZE} instructions. */
    static final class TooLargeException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * @throws PatternSyntaxException if it is not a regular expression in RE2's syntax
     * @throws TooLargeException if it is too large
     */
    static FieldPattern of(String expression) {
        // RE2 copies what is repeated, so an expression of 24 characters can take all memory before its size is known.
        long estimate = RepetitionSize.of(expression) / ESTIMATE;
        if (estimate > MAX_SIZE) {
            throw new TooLargeException();
        }
        Pattern pattern = Pattern.compile(expression);
        int size = Math.max(pattern.programSize(), (int) estimate);
        if (size > MAX_SIZE) {
            throw new TooLargeException();
        }
        return new FieldPattern(pattern, size);
    }

    /** Instructions, of which matching takes each once for each character of the text, at most. */
    int size() {
        return size;
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
