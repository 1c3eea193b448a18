package dev.docket.server.sla;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
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

    /** Maximum number of cached patterns: as many dates as may have hours of their own, and those of a zone. */
    private static final int PATTERNS = 2_000;

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
    private final Map<DayOfWeek, Integer> weeklyMinutes = new EnumMap<>(DayOfWeek.class);
    private final boolean isAlwaysOpen;

    /** Dates whose hours are not those of their day of the week. */
    private final NavigableSet<LocalDate> exceptions = new TreeSet<>();

    private final Map<LocalDate, List<Interval>> remembered = new ConcurrentHashMap<>();
    private final Map<Object, OpenDay> patterns = new ConcurrentHashMap<>();
    private final LongAdder visited = new LongAdder();

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
        for (DayOfWeek day : DayOfWeek.values()) {
            this.weeklyMinutes.put(day, minutes(this.weekly.getOrDefault(day, List.of())));
        }
        this.isAlwaysOpen = holidays.isEmpty()
                && this.weeklyMinutes.values().stream().allMatch(minutes -> minutes == OpeningHours.DAY);
        this.exceptions.addAll(this.holidays);
        this.exceptions.addAll(this.openings.keySet());
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
        if (new BusinessClock(this).elapsed(start(today), start(end)).isZero()) {
            throw new IllegalArgumentException("the calendar has no opening from " + today + " to " + end);
        }
    }

    /** Whether the business is open at every instant: then business time is plain time, in every zone. */
    boolean isAlwaysOpen() {
        return isAlwaysOpen;
    }

    /** Returns how many hours and stretches were visited: what computations with this calendar have cost so far. */
    long visited() {
        return visited.sum();
    }

    /** @param hours without overlaps */
    private static int minutes(List<OpeningHours> hours) {
        return hours.stream().mapToInt(each -> each.to() - each.from()).sum();
    }

    /** Returns the first instant of a date. */
    Instant start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    /**
     * Returns the date in whose {@link #spansOn spans} an instant is: the local date, or the next if the clocks were
     * set back over midnight and repeat the end of a date.
     */
    LocalDate dateOf(Instant instant) {
        LocalDate date = instant.atZone(zone).toLocalDate();
        return instant.isBefore(start(date.plusDays(1))) ? date : date.plusDays(1);
    }

    /**
     * Returns the open instants from the first instant of a date to the first of the next, in order, without overlaps.
     */
    List<Interval> spansOn(LocalDate date) {
        List<Interval> known = remembered.get(date);
        if (known == null) {
            Duration sinceEpoch = Duration.between(Instant.EPOCH, start(date));
            known = pattern(date).spans().stream()
                    .map(span -> span.plus(sinceEpoch))
                    .toList();
            if (remembered.size() < REMEMBERED) {
                remembered.put(date, known);
            }
        }
        visited.add(1 + known.size());
        return known;
    }

    /**
     * Consecutive dates: one date, or several that all have the hours of their day of the week and no change of the
     * clocks.
     *
     * @param until the date after the last
     * @param open the open time of all of them
     */
    record Stretch(LocalDate from, LocalDate until, Duration open) {
        boolean hasWeeks() {
            return !until.isBefore(from.plusWeeks(1));
        }
    }

    /**
     * Returns the longest stretch from a date. Its open time is counted without a look at each of its dates.
     *
     * @param end the stretch ends before this date; after {@code from}
     */
    Stretch stretch(LocalDate from, LocalDate end) {
        visited.increment();
        LocalDate until = Stream.of(exceptions.ceiling(from), nextChange(from), end)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return until.equals(from)
                ? new Stretch(from, from.plusDays(1), pattern(from).total())
                : new Stretch(from, until, weeklyTime(from, until));
    }

    /** Returns the open time of the weekly hours of [from, until). */
    Duration weeklyTime(LocalDate from, LocalDate until) {
        long days = ChronoUnit.DAYS.between(from, until);
        long rest = until.minusDays(days % 7)
                .datesUntil(until)
                .mapToLong(date -> weeklyMinutes.get(date.getDayOfWeek()))
                .sum();
        long week =
                weeklyMinutes.values().stream().mapToLong(minutes -> minutes).sum();
        return Duration.ofMinutes(days / 7 * week + rest);
    }

    /**
     * Returns the first date from {@code date} that a change of the clocks may affect; null without a further change.
     */
    private @Nullable LocalDate nextChange(LocalDate date) {
        ZoneOffsetTransition change = changeFrom(start(date.minusDays(1)));
        if (change == null) {
            return null;
        }
        LocalDate affected = change.getDateTimeBefore().toLocalDate().minusDays(1);
        affected = affected.isBefore(date) ? date : affected;
        while (start(affected.plusDays(1)).isBefore(change.getInstant())) {
            affected = affected.plusDays(1);
        }
        return affected;
    }

    private @Nullable ZoneOffsetTransition changeFrom(Instant instant) {
        return zone.getRules().nextTransition(instant.minusNanos(1));
    }

    /**
     * The opening hours of a day, which other days may share.
     *
     * @param spans as if the day began at the epoch
     */
    private record OpenDay(List<Interval> spans, Duration total) {}

    /**
     * What the pattern of a day with the hours of its day of the week depends on.
     *
     * @param changes changes of the clocks, from the first instant of the previous day to the end of this one
     */
    private record DayOfZone(DayOfWeek day, List<ClockChange> changes) {}

    /** @param sinceMidnight of local time until the change; negative on the previous day */
    private record ClockChange(Duration sinceMidnight, ZoneOffset before, ZoneOffset after) {}

    private OpenDay pattern(LocalDate date) {
        List<ClockChange> changes = changes(date);
        boolean hasOwnHours =
                exceptions.contains(date) || (!changes.isEmpty() && exceptions.contains(date.minusDays(1)));
        Object key = hasOwnHours ? date : new DayOfZone(date.getDayOfWeek(), changes);
        OpenDay known = patterns.get(key);
        if (known == null) {
            known = open(date, !changes.isEmpty());
            if (patterns.size() < PATTERNS) {
                patterns.put(key, known);
            }
        }
        return known;
    }

    private List<ClockChange> changes(LocalDate date) {
        Instant end = start(date.plusDays(1));
        List<ClockChange> changes = new ArrayList<>();
        ZoneOffsetTransition change = changeFrom(start(date.minusDays(1)));
        while (change != null && !change.getInstant().isAfter(end)) {
            Duration sinceMidnight = Duration.between(date.atStartOfDay(), change.getDateTimeBefore());
            changes.add(new ClockChange(sinceMidnight, change.getOffsetBefore(), change.getOffsetAfter()));
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return changes;
    }

    /** @param hasChange a gap can move hours of the previous day into this one (Samoa skipped a whole day) */
    private OpenDay open(LocalDate date, boolean hasChange) {
        Instant start = start(date);
        Instant end = start(date.plusDays(1));
        List<Interval> spans = new ArrayList<>();
        if (hasChange) {
            addHoursOf(date.minusDays(1), spans);
        }
        addHoursOf(date, spans);
        Duration sinceEpoch = Duration.between(Instant.EPOCH, start);
        List<Interval> open = Interval.union(spans.stream()
                .map(span -> span.within(start, end))
                .filter(span -> !span.isEmpty())
                .map(span -> span.plus(sinceEpoch.negated()))
                .toList());
        return new OpenDay(open, Interval.total(open));
    }

    private void addHoursOf(LocalDate date, List<Interval> spans) {
        if (!holidays.contains(date)) {
            add(weekly.get(date.getDayOfWeek()), date, spans);
        }
        add(openings.get(date), date, spans);
    }

    private void add(@Nullable List<OpeningHours> hours, LocalDate date, List<Interval> spans) {
        if (hours != null) {
            visited.add(hours.size());
            hours.forEach(each -> spans.add(new Interval(instant(date, each.from()), instant(date, each.to()))));
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
