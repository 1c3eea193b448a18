package dev.docket.server.sla;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a business is open. Local time that a spring gap skips moves forward by the length of the gap; local time that
 * an autumn overlap repeats is the earlier instant. Thread-safe.
 */
public final class OpeningCalendar {

    /** Maximum number of cached days. It is enough, because tickets created on one day are due on few other days. */
    private static final int REMEMBERED = 1_000;

    /** Open at all times. */
    public static final OpeningCalendar ALWAYS = new OpeningCalendar(
            ZoneOffset.UTC,
            Stream.of(DayOfWeek.values())
                    .collect(Collectors.toMap(Function.identity(), day -> List.of(OpeningHours.ALL_DAY))),
            Set.of(),
            Map.of());

    private final ZoneId zone;
    private final Map<DayOfWeek, List<OpeningHours>> weekly;
    private final Set<LocalDate> holidays;
    private final Map<LocalDate, List<OpeningHours>> openings;
    private final boolean isAlwaysOpen;
    private final Map<LocalDate, List<Interval>> remembered = new ConcurrentHashMap<>();

    /**
     * @param weekly opening hours of each day of the week; a day that is absent is closed
     * @param holidays dates on which the weekly hours do not apply
     * @param openings hours of single dates, in addition to the weekly hours of that date; on a holiday only these
     *     apply
     * @throws IllegalArgumentException if hours of the same day overlap; hours may touch
     */
    public OpeningCalendar(
            ZoneId zone,
            Map<DayOfWeek, List<OpeningHours>> weekly,
            Set<LocalDate> holidays,
            Map<LocalDate, List<OpeningHours>> openings) {
        this.zone = zone;
        this.weekly = sorted(weekly);
        this.holidays = Set.copyOf(holidays);
        this.openings = sorted(openings);
        this.isAlwaysOpen = holidays.isEmpty() && Stream.of(DayOfWeek.values()).allMatch(this::isOpenAllDay);
    }

    public ZoneId zone() {
        return zone;
    }

    Map<DayOfWeek, List<OpeningHours>> weekly() {
        return weekly;
    }

    Set<LocalDate> holidays() {
        return holidays;
    }

    Map<LocalDate, List<OpeningHours>> openings() {
        return openings;
    }

    /** Returns a calendar with the same hours on several days of the week, without holidays. */
    public static OpeningCalendar weekly(ZoneId zone, Set<DayOfWeek> days, OpeningHours... hours) {
        List<OpeningHours> each = Arrays.asList(hours);
        return new OpeningCalendar(
                zone, days.stream().collect(Collectors.toMap(Function.identity(), day -> each)), Set.of(), Map.of());
    }

    /**
     * Rejects a calendar on which nothing would ever be due.
     *
     * @param today first local date to check
     * @throws IllegalArgumentException if the business does not open in the two years from {@code today}
     */
    public void requireOpening(LocalDate today) {
        LocalDate end = today.plusYears(2);
        if (today.datesUntil(end).allMatch(date -> spansOn(date).isEmpty())) {
            throw new IllegalArgumentException("the calendar has no opening from " + today + " to " + end);
        }
    }

    /** Whether the business is open at every instant: then business time is plain time, in every zone. */
    boolean isAlwaysOpen() {
        return isAlwaysOpen;
    }

    private boolean isOpenAllDay(DayOfWeek day) {
        // Hours of a day do not overlap, so they cover the day if their total is its length.
        return weekly.getOrDefault(day, List.of()).stream()
                        .mapToInt(hours -> hours.to() - hours.from())
                        .sum()
                == OpeningHours.DAY;
    }

    /**
     * Returns the open instants from the first instant of a date to the first of the next, in order, without overlaps.
     *
     * <p>A gap can move hours of the previous day into this one (Samoa skipped a whole day), so both days are read.
     */
    List<Interval> spansOn(LocalDate date) {
        List<Interval> known = remembered.get(date);
        if (known == null) {
            known = computeSpansOn(date);
            if (remembered.size() < REMEMBERED) {
                remembered.put(date, known);
            }
        }
        return known;
    }

    private List<Interval> computeSpansOn(LocalDate date) {
        Interval day = new Interval(
                date.atStartOfDay(zone).toInstant(),
                date.plusDays(1).atStartOfDay(zone).toInstant());
        List<Interval> spans = new ArrayList<>();
        addHoursOf(date.minusDays(1), day, spans);
        addHoursOf(date, day, spans);
        return Interval.union(spans);
    }

    private void addHoursOf(LocalDate date, Interval day, List<Interval> spans) {
        if (!holidays.contains(date)) {
            add(weekly.get(date.getDayOfWeek()), date, day, spans);
        }
        add(openings.get(date), date, day, spans);
    }

    private void add(@Nullable List<OpeningHours> hours, LocalDate date, Interval day, List<Interval> spans) {
        if (hours != null) {
            for (OpeningHours each : hours) {
                Interval span =
                        new Interval(instant(date, each.from()), instant(date, each.to())).within(day.from(), day.to());
                if (!span.isEmpty()) {
                    spans.add(span);
                }
            }
        }
    }

    private Instant instant(LocalDate date, int minute) {
        return date.atStartOfDay().plusMinutes(minute).atZone(zone).toInstant();
    }

    private static <D> Map<D, List<OpeningHours>> sorted(Map<D, List<OpeningHours>> days) {
        return days.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, day -> sorted(day.getKey(), day.getValue())));
    }

    private static List<OpeningHours> sorted(Object day, List<OpeningHours> hours) {
        List<OpeningHours> sorted =
                hours.stream().sorted(Comparator.comparing(OpeningHours::from)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).from() < sorted.get(i - 1).to()) {
                throw new IllegalArgumentException(
                        day + ": " + sorted.get(i - 1) + " and " + sorted.get(i) + " overlap");
            }
        }
        return sorted;
    }
}
