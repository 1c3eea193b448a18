package dev.docket.server.calendars;

import biweekly.component.VEvent;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.ExceptionDates;
import biweekly.property.ExceptionRule;
import biweekly.property.RecurrenceDates;
import biweekly.property.RecurrenceProperty;
import biweekly.property.RecurrenceRule;
import biweekly.util.ByDay;
import biweekly.util.DateTimeComponents;
import biweekly.util.Duration;
import biweekly.util.Frequency;
import biweekly.util.Google2445Utils;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.iter.RecurrenceIterator;
import biweekly.util.com.google.ical.values.DateValue;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the days of the all-day events of one file. For one file only: it counts the work, so that neither one rule
 * nor many of them can be expanded without end.
 */
final class AllDayEvents {

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
    private static final Set<Frequency> AT_MOST_DAILY =
            EnumSet.of(Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY);

    /** Maximum number of dates to check. */
    private static final int MAX_WORK = 300_000;
    /** Number of dates that a rule without any date counts as. */
    private static final int WORK_OF_A_RULE = 500;

    private static final int MAX_INTERVAL = 1_000;
    private static final int MAX_PARTS = 400;
    private static final int FIRST_YEAR = 1900;

    private final LocalDate first;
    private final LocalDate last;
    private final Map<String, Set<LocalDate>> replaced = new HashMap<>();
    private int work;

    /** Computes days from {@code first} to {@code last}, both included. */
    AllDayEvents(LocalDate first, LocalDate last) {
        this.first = first;
        this.last = last;
    }

    /** Call this for all events before the first {@link #days}: an event may replace one occurrence of another. */
    void noteReplacement(VEvent event) {
        if (event.getRecurrenceId() != null && event.getUid() != null) {
            LocalDate date = date(event.getRecurrenceId().getValue());
            if (date != null) {
                replaced.computeIfAbsent(event.getUid().getValue(), uid -> new HashSet<>())
                        .add(date);
            }
        }
    }

    /**
     * Returns the days of an event; none if it is not an all-day event.
     *
     * @throws dev.docket.server.http.problem.ProblemException 400 if it needs too much work or has an invalid rule
     */
    Set<LocalDate> days(VEvent event) {
        LocalDate start = date(event.getDateStart());
        List<Recurrence> rules = values(event.getProperties(RecurrenceRule.class));
        List<Recurrence> exceptions = values(event.getProperties(ExceptionRule.class));
        boolean isCancelled = event.getStatus() != null && event.getStatus().isCancelled();
        if (start == null
                || isCancelled
                || Stream.concat(rules.stream(), exceptions.stream()).anyMatch(AllDayEvents::isFinerThanDaily)) {
            return Set.of();
        }
        long length = length(event, start);
        Set<LocalDate> starts = new HashSet<>();
        rules.forEach(rule -> expand(rule, event.getDateStart().getValue(), length, starts));
        if (rules.isEmpty()) {
            starts.add(start);
        }
        event.getProperties(RecurrenceDates.class).stream()
                .flatMap(dates -> dates.getDates().stream())
                .forEach(date -> add(date, starts));
        starts.removeAll(exceptions(event, exceptions));
        Set<LocalDate> days = new TreeSet<>();
        starts.forEach(from -> addDays(from, length, days));
        return days;
    }

    private Set<LocalDate> exceptions(VEvent event, List<Recurrence> rules) {
        Set<LocalDate> exceptions = new HashSet<>();
        rules.forEach(rule -> expand(rule, event.getDateStart().getValue(), 1, exceptions));
        event.getProperties(ExceptionDates.class).stream()
                .flatMap(dates -> dates.getValues().stream())
                .forEach(date -> add(date, exceptions));
        if (event.getUid() != null && event.getRecurrenceId() == null) {
            exceptions.addAll(replaced.getOrDefault(event.getUid().getValue(), Set.of()));
        }
        return exceptions;
    }

    /** Returns the length in days, at least one; the end is the first day after the event. */
    private long length(VEvent event, LocalDate start) {
        LocalDate end = date(event.getDateEnd());
        Duration duration =
                event.getDuration() == null ? null : event.getDuration().getValue();
        long days = 1;
        if (end != null) {
            days = ChronoUnit.DAYS.between(start, end);
        } else if (duration != null) {
            days = java.time.Duration.ofMillis(duration.toMillis()).toDays();
        }
        return Math.min(Math.max(days, 1), ChronoUnit.DAYS.between(first, last) + 1);
    }

    /** Adds the start dates of the occurrences that reach into the requested days. */
    private void expand(Recurrence rule, ICalDate start, long length, Set<LocalDate> starts) {
        requireSane(rule, start);
        spend(WORK_OF_A_RULE);
        LocalDate from = first.minusDays(length);
        RecurrenceIterator occurrences = Google2445Utils.createRecurrenceIterator(rule, start, UTC);
        while (occurrences.hasNext()) {
            spend(1);
            DateValue value = occurrences.next();
            LocalDate date = LocalDate.of(value.year(), value.month(), value.day());
            if (date.isAfter(last)) {
                return;
            }
            if (!date.isBefore(from)) {
                starts.add(date);
            }
        }
    }

    private void addDays(LocalDate from, long length, Set<LocalDate> days) {
        LocalDate begin = from.isBefore(first) ? first : from;
        LocalDate end = from.plusDays(length - 1);
        for (LocalDate day = begin; !day.isAfter(end) && !day.isAfter(last); day = day.plusDays(1)) {
            spend(1);
            days.add(day);
        }
    }

    private void spend(int more) {
        work += more;
        if (work > MAX_WORK) {
            throw HolidayFile.malformed("the events of the file recur too often to be computed");
        }
    }

    private static boolean isFinerThanDaily(Recurrence rule) {
        return rule.getFrequency() != null && !AT_MOST_DAILY.contains(rule.getFrequency())
                || !rule.getByHour().isEmpty()
                || !rule.getByMinute().isEmpty()
                || !rule.getBySecond().isEmpty();
    }

    /** For rules that RFC 5545 does not allow, the library computes wrong dates, or never ends. */
    private static void requireSane(Recurrence rule, ICalDate start) {
        boolean isSane = rule.getFrequency() != null
                && (rule.getInterval() == null || isWithin(rule.getInterval(), 1, MAX_INTERVAL))
                && (rule.getCount() == null || rule.getCount() >= 1)
                && rule.getByMonth().stream().allMatch(month -> isWithin(month, 1, 12))
                && areWithin(rule.getByMonthDay(), 31)
                && areWithin(rule.getByYearDay(), 366)
                && areWithin(rule.getByWeekNo(), 53)
                && areWithin(rule.getBySetPos(), 366)
                && areWithin(
                        rule.getByDay().stream()
                                .map(ByDay::getNum)
                                .filter(number -> number != null)
                                .toList(),
                        53)
                && Stream.of(
                                rule.getByMonth(),
                                rule.getByMonthDay(),
                                rule.getByYearDay(),
                                rule.getByWeekNo(),
                                rule.getBySetPos(),
                                rule.getByDay())
                        .mapToInt(Collection::size)
                        .allMatch(parts -> parts <= MAX_PARTS)
                && start.getRawComponents().getYear() >= FIRST_YEAR;
        if (!isSane) {
            throw HolidayFile.malformed("the file has an invalid or unsupported recurrence rule");
        }
    }

    private static boolean areWithin(List<Integer> numbers, int greatest) {
        return numbers.stream().allMatch(number -> number != 0 && isWithin(Math.abs(number), 1, greatest));
    }

    private static boolean isWithin(int number, int least, int greatest) {
        return number >= least && number <= greatest;
    }

    private static <P extends RecurrenceProperty> List<Recurrence> values(List<P> properties) {
        return properties.stream().map(property -> property.getValue()).toList();
    }

    private static void add(ICalDate value, Set<LocalDate> dates) {
        LocalDate date = date(value);
        if (date != null) {
            dates.add(date);
        }
    }

    private static @Nullable LocalDate date(@Nullable DateOrDateTimeProperty property) {
        return property == null ? null : date(property.getValue());
    }

    /** Returns the date as written; null for a value with a time of day. */
    private static @Nullable LocalDate date(@Nullable ICalDate value) {
        if (value == null || value.hasTime()) {
            return null;
        }
        DateTimeComponents written = value.getRawComponents();
        return LocalDate.of(written.getYear(), written.getMonth(), written.getDate());
    }
}
