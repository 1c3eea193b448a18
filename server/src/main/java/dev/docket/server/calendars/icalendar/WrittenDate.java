package dev.docket.server.calendars.icalendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date as it is written, with the time that follows it. Accepts the separators of ISO 8601, too.
 *
 * @param time null if only a date is written
 * @param isUtc whether the time ends in Z
 */
record WrittenDate(LocalDate date, @Nullable LocalTime time, boolean isUtc) {

    private static final Pattern DATE = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})"
            + "(?:[Tt ](\\d{2}):?(\\d{2})(?::?(\\d{2})(?:[.,]\\d{1,9})?)?([Zz]|[+-]\\d{2}:?\\d{2})?)?");

    private static final int EASTERNMOST_HOURS = 13;

    /**
     * Reads a date, a date with a time, or the beginning of a period ({@code 20260601T000000/P1D}).
     *
     * @return null if it is not a date, or if the date or time does not exist
     */
    static @Nullable WrittenDate find(String text) {
        Matcher date = DATE.matcher(text.split("/", 2)[0].strip());
        if (!date.matches()) {
            return null;
        }
        try {
            return new WrittenDate(
                    LocalDate.of(number(date, 1), number(date, 2), number(date, 3)),
                    date.group(4) == null ? null : LocalTime.of(number(date, 4), number(date, 5), number(date, 6)),
                    "z".equalsIgnoreCase(date.group(7)));
        } catch (DateTimeException doesNotExist) {
            return null;
        }
    }

    private static int number(Matcher date, int group) {
        return date.group(group) == null ? 0 : Integer.parseInt(date.group(group));
    }

    boolean isLocalMidnight() {
        return LocalTime.MIDNIGHT.equals(time) && !isUtc;
    }

    /** Whether the last minute of a day is written, as an end that stands for the midnight after it. */
    boolean isLastMinute() {
        return time != null && time.getHour() == 23 && time.getMinute() == 59;
    }

    /**
     * The day that begins at this time, if it is midnight in an unknown time zone: in any from UTC-10:00 (10:00Z) to
     * UTC+13:00 (11:00Z of the day before). Of a time that is not in UTC, its date.
     */
    LocalDate nearestMidnight() {
        return isUtc && time != null
                ? date.atTime(time).plusHours(EASTERNMOST_HOURS).toLocalDate()
                : date;
    }
}
