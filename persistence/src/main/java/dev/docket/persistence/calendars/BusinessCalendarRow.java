package dev.docket.persistence.calendars;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.json.Json;

/**
 * The opening hours of a business.
 *
 * @param zone an IANA zone id
 * @param openings hours of single dates, in addition to the weekly ones, also on holidays
 */
public record BusinessCalendarRow(
        String id,
        String name,
        String zone,
        @Json Map<DayOfWeek, List<IntervalRow>> weekly,
        List<LocalDate> holidays,
        @Json Map<LocalDate, List<IntervalRow>> openings) {}
