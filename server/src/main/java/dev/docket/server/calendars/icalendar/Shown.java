package dev.docket.server.calendars.icalendar;

import java.util.regex.Pattern;

/** Text of a file as responses show it. */
final class Shown {

    private static final Pattern ESCAPED_BREAK = Pattern.compile("\\\\[nN]");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([,;\\\\])");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cc}]+");

    private Shown() {}

    /** Returns the text on one line, without the escapes of RFC 5545, and with at most this number of code points. */
    static String text(String value, int maxLength) {
        String unescaped =
                ESCAPE.matcher(ESCAPED_BREAK.matcher(value).replaceAll(" ")).replaceAll("$1");
        String line = BLANKS.matcher(unescaped).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) <= maxLength
                ? line
                : line.substring(0, line.offsetByCodePoints(0, maxLength - 1)) + "…";
    }
}
