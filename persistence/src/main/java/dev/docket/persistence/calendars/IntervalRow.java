package dev.docket.persistence.calendars;

/** Local times {@code HH:mm}, from the first (included) until the second (excluded, 24:00 at most). */
public record IntervalRow(String from, String until) {}
