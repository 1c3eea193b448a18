package dev.docket.server.calendars.icalendar;

import dev.docket.api.model.IgnoredEventReason;
import dev.docket.server.calendars.icalendar.DayParts.CountedDay;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the value of {@code RRULE} and {@code EXRULE}. Parts without a value count as absent. */
final class RuleParser {

    private static final Set<String> PARTS = Set.of(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "WKST",
            "BYMONTH",
            "BYWEEKNO",
            "BYYEARDAY",
            "BYMONTHDAY",
            "BYDAY",
            "BYSETPOS",
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND");
    private static final Set<String> FINER_THAN_DAILY = Set.of("HOURLY", "MINUTELY", "SECONDLY");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "DAILY", ChronoUnit.DAYS,
            "WEEKLY", ChronoUnit.WEEKS,
            "MONTHLY", ChronoUnit.MONTHS,
            "YEARLY", ChronoUnit.YEARS);
    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "MO", DayOfWeek.MONDAY,
            "TU", DayOfWeek.TUESDAY,
            "WE", DayOfWeek.WEDNESDAY,
            "TH", DayOfWeek.THURSDAY,
            "FR", DayOfWeek.FRIDAY,
            "SA", DayOfWeek.SATURDAY,
            "SU", DayOfWeek.SUNDAY);
    private static final Pattern DAY = Pattern.compile("([+-]?\\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)");

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_INTERVAL = 1_000;
    private static final int MAX_COUNT = 1_000_000_000;

    private final String text;
    private final Map<String, String> parts = new HashMap<>();

    private RuleParser(String text) {
        this.text = text;
    }

    /**
     * @param start of the event, in which the rule finds what it does not say, such as the month of a yearly event
     * @param day returns the day that a written date stands for
     * @throws IgnoredEventException if the rule is invalid, or recurs more than once a day
     */
    static RecurrenceRule parse(ContentLine line, LocalDate start, Function<WrittenDate, LocalDate> day) {
        try {
            return new RuleParser(line.value()).parse(start, day);
        } catch (DateTimeException | NumberFormatException invalid) {
            throw IgnoredEventException.unreadable(line);
        }
    }

    private RecurrenceRule parse(LocalDate start, Function<WrittenDate, LocalDate> day) {
        split();
        String frequency = parts.getOrDefault("FREQ", "");
        if (FINER_THAN_DAILY.contains(frequency)
                || Set.of("BYHOUR", "BYMINUTE", "BYSECOND").stream().anyMatch(this::isList)) {
            throw new IgnoredEventException(IgnoredEventReason.TIME_OF_DAY, "the event recurs more than once a day");
        }
        ChronoUnit unit = UNITS.get(frequency);
        require(unit != null);
        return new RecurrenceRule(
                unit,
                number("INTERVAL", 1, MAX_INTERVAL),
                number("COUNT", RecurrenceRule.UNLIMITED, MAX_COUNT),
                parts.containsKey("UNTIL") ? until(day) : LocalDate.MAX,
                dayParts(unit, start));
    }

    private LocalDate until(Function<WrittenDate, LocalDate> day) {
        WrittenDate until = WrittenDate.find(parts.get("UNTIL"));
        require(until != null);
        return day.apply(until);
    }

    private void split() {
        require(text.length() <= MAX_LENGTH);
        for (String part : text.toUpperCase(Locale.ROOT).split(";")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2 && !pair[1].isBlank()) {
                require(PARTS.contains(pair[0].strip()));
                require(parts.put(pair[0].strip(), pair[1].strip()) == null);
            } else {
                require(pair.length == 2 || part.isBlank());
            }
        }
    }

    private boolean isList(String part) {
        return parts.getOrDefault(part, "").contains(",");
    }

    private DayParts dayParts(ChronoUnit unit, LocalDate start) {
        Set<Integer> months = numbers("BYMONTH", 12);
        require(months.stream().allMatch(month -> month > 0));
        Set<Integer> weekNumbers = numbers("BYWEEKNO", 53);
        Set<Integer> yearDays = numbers("BYYEARDAY", 366);
        Set<Integer> monthDays = numbers("BYMONTHDAY", 31);
        Set<CountedDay> weekDays = weekDays();
        boolean isInMonth = unit == ChronoUnit.MONTHS || !months.isEmpty();
        boolean isCounted = weekDays.stream().anyMatch(day -> day.ordinal() != 0);
        require(!isCounted || unit == ChronoUnit.MONTHS || unit == ChronoUnit.YEARS && weekNumbers.isEmpty());
        if (yearDays.isEmpty() && monthDays.isEmpty() && weekDays.isEmpty()) {
            if (unit == ChronoUnit.WEEKS || !weekNumbers.isEmpty()) {
                weekDays = Set.of(new CountedDay(0, start.getDayOfWeek()));
            } else if (unit != ChronoUnit.DAYS) {
                monthDays = Set.of(start.getDayOfMonth());
                months = unit == ChronoUnit.YEARS && months.isEmpty() ? Set.of(start.getMonthValue()) : months;
            }
        }
        return new DayParts(
                months,
                weekNumbers,
                yearDays,
                monthDays,
                weekDays,
                numbers("BYSETPOS", 366),
                isInMonth ? ChronoUnit.MONTHS : ChronoUnit.YEARS,
                WeekFields.of(day(parts.getOrDefault("WKST", "MO")), 4));
    }

    private int number(String part, int absent, int greatest) {
        if (!parts.containsKey(part)) {
            return absent;
        }
        int number = Integer.parseInt(parts.get(part));
        require(number >= 1 && number <= greatest);
        return number;
    }

    private Set<Integer> numbers(String part, int greatest) {
        Set<Integer> numbers = list(part).map(Integer::parseInt).collect(Collectors.toSet());
        require(numbers.stream().allMatch(number -> number != 0 && Math.abs(number) <= greatest));
        return numbers;
    }

    private Set<CountedDay> weekDays() {
        return list("BYDAY").map(RuleParser::countedDay).collect(Collectors.toSet());
    }

    private static CountedDay countedDay(String text) {
        Matcher day = DAY.matcher(text);
        require(day.matches());
        int ordinal = day.group(1) == null ? 0 : Integer.parseInt(day.group(1));
        require(day.group(1) == null || ordinal != 0 && Math.abs(ordinal) <= 53);
        return new CountedDay(ordinal, day(day.group(2)));
    }

    private Stream<String> list(String part) {
        return parts.containsKey(part)
                ? Arrays.stream(parts.get(part).split(",")).map(String::strip)
                : Stream.empty();
    }

    private static DayOfWeek day(String name) {
        DayOfWeek day = DAYS.get(name);
        require(day != null);
        return day;
    }

    private static void require(boolean isValid) {
        if (!isValid) {
            throw new DateTimeException("not a rule");
        }
    }
}
