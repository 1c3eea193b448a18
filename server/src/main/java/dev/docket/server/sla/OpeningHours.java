package dev.docket.server.sla;

import java.time.LocalTime;

/**
 * An interval of local time in a day, half-open: [from, to).
 *
 * @param from minute of the day, 0 to 1439
 * @param to minute of the day, after {@code from}, at most 1440 (24:00)
 */
record OpeningHours(int from, int to) {
    static final int DAY = 24 * 60;

    public static final OpeningHours ALL_DAY = new OpeningHours(0, DAY);

    /** @throws IllegalArgumentException if the end is not after the start or either is outside the day */
    public OpeningHours {
        if (from < 0 || to > DAY) {
            throw new IllegalArgumentException(text(from, to) + " is outside the day, 00:00 to 24:00");
        }
        if (to <= from) {
            throw new IllegalArgumentException(text(from, to) + " must end after it starts");
        }
    }

    /**
     * Reads hours and minutes.
     *
     * @param from as in {@code 09:00}
     * @param to as in {@code 17:30} or {@code 24:00}
     * @throws java.time.format.DateTimeParseException if either is not a local time
     * @throws IllegalArgumentException if the end is not after the start
     */
    public static OpeningHours of(String from, String to) {
        return new OpeningHours(minute(from), to.equals("24:00") ? DAY : minute(to));
    }

    private static int minute(String time) {
        return LocalTime.parse(time).toSecondOfDay() / 60;
    }

    @Override
    public String toString() {
        return text(from, to);
    }

    private static String text(int from, int to) {
        return "%02d:%02d-%02d:%02d".formatted(from / 60, from % 60, to / 60, to % 60);
    }
}
