package dev.docket.server.calendars.icalendar;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An unfolded line, such as {@code DTSTART;VALUE=DATE:20261225}.
 *
 * @param name in upper case
 * @param parameters in upper case and without quotation marks, such as {@code VALUE=DATE}
 * @param value without blanks around it; may be empty
 */
record ContentLine(String name, List<String> parameters, String value) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Returns null for a line that is not a content line, such as the rest of a text that was not folded. */
    static @Nullable ContentLine parse(String line) {
        String text = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        int colon = colon(text);
        if (colon < 0) {
            return null;
        }
        List<String> head = List.of(text.substring(0, colon)
                .replace("\"", "")
                .toUpperCase(Locale.ROOT)
                .split(";", -1));
        return new ContentLine(
                head.get(0).strip(),
                head.subList(1, head.size()),
                text.substring(colon + 1).strip());
    }

    /** Returns the place of the first colon outside of quotation marks; if they are unbalanced, of the first colon. */
    private static int colon(String text) {
        boolean isQuoted = false;
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            isQuoted ^= next == '"';
            if (next == ':' && !isQuoted) {
                return at;
            }
        }
        return text.indexOf(':');
    }

    /** Returns the name and value, to be shown. */
    String shortened() {
        return Shown.text(name + ":" + value, 100);
    }

    /** Whether the value is a date even if a time follows it. */
    boolean isDate() {
        return parameters.contains("VALUE=DATE");
    }
}
