package dev.docket.server.calendars;

import dev.docket.api.model.BusinessCalendar;
import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.api.model.CalendarOpening;
import dev.docket.api.model.OpeningInterval;
import dev.docket.api.model.WeeklyHours;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.calendars.IntervalRow;
import dev.docket.persistence.calendars.StoredCalendarRow;
import dev.docket.server.http.json.ContractMapping;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps rows of calendars to the contract and back. Equal hours have equal rows, independent of their order. */
@Mapper(config = ContractMapping.class)
public interface BusinessCalendarMapper {

    BusinessCalendarMapper INSTANCE = Mappers.getMapper(BusinessCalendarMapper.class);

    @Mapping(target = ".", source = "calendar")
    BusinessCalendar toCalendar(StoredCalendarRow row);

    /** Returns the input that would create this calendar, without its id, which does not change. */
    @Mapping(target = "id", ignore = true)
    BusinessCalendarInput toInput(BusinessCalendarRow row);

    @Mapping(target = "id", source = "id")
    BusinessCalendarRow toRow(BusinessCalendarInput input, String id);

    IntervalRow toRow(OpeningInterval interval);

    OpeningInterval toInterval(IntervalRow row);

    default List<LocalDate> toRow(List<LocalDate> holidays) {
        return holidays.stream().distinct().sorted().toList();
    }

    default WeeklyHours toHours(Map<DayOfWeek, List<IntervalRow>> weekly) {
        return new WeeklyHours()
                .monday(intervals(weekly.get(DayOfWeek.MONDAY)))
                .tuesday(intervals(weekly.get(DayOfWeek.TUESDAY)))
                .wednesday(intervals(weekly.get(DayOfWeek.WEDNESDAY)))
                .thursday(intervals(weekly.get(DayOfWeek.THURSDAY)))
                .friday(intervals(weekly.get(DayOfWeek.FRIDAY)))
                .saturday(intervals(weekly.get(DayOfWeek.SATURDAY)))
                .sunday(intervals(weekly.get(DayOfWeek.SUNDAY)));
    }

    private @Nullable List<OpeningInterval> intervals(@Nullable List<IntervalRow> rows) {
        return rows == null ? null : rows.stream().map(this::toInterval).toList();
    }

    /** Returns the hours without the closed days. */
    default Map<DayOfWeek, List<IntervalRow>> toRows(WeeklyHours hours) {
        Map<DayOfWeek, List<IntervalRow>> rows = new EnumMap<>(DayOfWeek.class);
        byDay(hours).forEach((day, intervals) -> {
            if (!intervals.isEmpty()) {
                rows.put(day, sortedRows(intervals));
            }
        });
        return rows;
    }

    /** Returns the hours of the days that are present. */
    static Map<DayOfWeek, List<OpeningInterval>> byDay(WeeklyHours hours) {
        Map<DayOfWeek, List<OpeningInterval>> days = new EnumMap<>(DayOfWeek.class);
        put(days, DayOfWeek.MONDAY, hours.getMonday());
        put(days, DayOfWeek.TUESDAY, hours.getTuesday());
        put(days, DayOfWeek.WEDNESDAY, hours.getWednesday());
        put(days, DayOfWeek.THURSDAY, hours.getThursday());
        put(days, DayOfWeek.FRIDAY, hours.getFriday());
        put(days, DayOfWeek.SATURDAY, hours.getSaturday());
        put(days, DayOfWeek.SUNDAY, hours.getSunday());
        return days;
    }

    private static void put(
            Map<DayOfWeek, List<OpeningInterval>> days, DayOfWeek day, @Nullable List<OpeningInterval> intervals) {
        if (intervals != null) {
            days.put(day, intervals);
        }
    }

    default List<CalendarOpening> toOpenings(Map<LocalDate, List<IntervalRow>> rows) {
        return new TreeMap<>(rows)
                .entrySet().stream()
                        .map(opening ->
                                new CalendarOpening().date(opening.getKey()).intervals(intervals(opening.getValue())))
                        .toList();
    }

    default Map<LocalDate, List<IntervalRow>> toRows(List<CalendarOpening> openings) {
        Map<LocalDate, List<IntervalRow>> rows = new TreeMap<>();
        openings.forEach(opening -> rows.put(opening.getDate(), sortedRows(opening.getIntervals())));
        return rows;
    }

    private List<IntervalRow> sortedRows(List<OpeningInterval> intervals) {
        return intervals.stream()
                .map(this::toRow)
                .sorted(Comparator.comparing(IntervalRow::from))
                .toList();
    }
}
