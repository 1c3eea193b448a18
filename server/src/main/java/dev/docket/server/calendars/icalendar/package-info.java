/**
 * Reads the dates of all-day events from iCalendar files (RFC 5545), in stages: unfolded lines ({@code ContentLine}) →
 * events, without time zones and other components ({@code EventReader}) → what an event says ({@code AllDayEvent}) →
 * days ({@code Days}, {@code RecurrenceRule}). Each stage takes time in proportion to the size of the file, except for
 * recurrences, whose steps are counted ({@code Steps}): no library for iCalendar that we know limits them, and some
 * also expand the rules of time zones, which no date depends on.
 */
@NullMarked
package dev.docket.server.calendars.icalendar;

import org.jspecify.annotations.NullMarked;
