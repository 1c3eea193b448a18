package dev.docket.server.attachments;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of the content of a file.
 *
 * @param first index of the first byte
 * @param last index of the last byte
 */
record ByteRange(long first, long last) {

    /** One range. RFC 9110 lets a server respond with the whole content to several ranges or to an invalid header. */
    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=\\s*([0-9]+)?-([0-9]+)?\\s*");

    static ByteRange all(long size) {
        return new ByteRange(0, size - 1);
    }

    /**
     * Returns the part that a header {@code Range} requests.
     *
     * @param size of the whole content in bytes
     * @return empty for the whole content: no range was requested, or the header is not understood
     * @throws ProblemException 416 if the content has no such part
     */
    static Optional<ByteRange> requested(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches() || (range.group(1) == null && range.group(2) == null)) {
            return Optional.empty();
        }
        if (range.group(1) == null) {
            long count = number(range.group(2));
            return Optional.of(satisfiable(Math.max(0, size - count), size - 1, size));
        }
        long first = number(range.group(1));
        long last = range.group(2) == null ? Long.MAX_VALUE : number(range.group(2));
        return last < first ? Optional.empty() : Optional.of(satisfiable(first, Math.min(last, size - 1), size));
    }

    /** The number, or {@link Long#MAX_VALUE} if it is larger than any content. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    private static ByteRange satisfiable(long first, long last, long size) {
        if (first >= size) {
            throw new ProblemException(
                    ProblemType.RANGE_NOT_SATISFIABLE,
                    "the content has %d bytes; the first is number 0".formatted(size),
                    Map.of("Content-Range", "bytes */" + size));
        }
        return new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }

    /** Returns the header {@code Content-Range}. */
    String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
