package dev.docket.persistence.calendars;

/** Local times {@code HH:mm}, from the first (inclusive) until the second (exclusive, at most 24:00). */
public record IntervalRow(String from, String until) {}
