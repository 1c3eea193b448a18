package dev.docket.server.calendars.icalendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code BY} parts of a recurrence rule. An empty part is absent. Negative numbers count from the end.
 *
 * @param daysOf the period in which a weekday is counted, such as the month for {@code 2MO}
 * @param weeks when a week begins
 */
record DayParts(
        Set<Integer> months,
        Set<Integer> weekNumbers,
        Set<Integer> yearDays,
        Set<Integer> monthDays,
        Set<CountedDay> weekDays,
        Set<Integer> positions,
        ChronoUnit daysOf,
        WeekFields weeks) {

    /** @param ordinal 0: every such day */
    record CountedDay(int ordinal, DayOfWeek day) {}

    boolean matchMonth(LocalDate day) {
        return months.isEmpty() || months.contains(day.getMonthValue());
    }

    boolean match(LocalDate day) {
        return matchMonth(day)
                && contain(monthDays, day.getDayOfMonth(), day.lengthOfMonth())
                && contain(yearDays, day.getDayOfYear(), day.lengthOfYear())
                && matchWeekNumber(day)
                && matchWeekDay(day);
    }

    private boolean matchWeekNumber(LocalDate day) {
        return weekNumbers.isEmpty()
                || contain(weekNumbers, day.get(weeks.weekOfWeekBasedYear()), (int)
                        weeks.weekOfWeekBasedYear().rangeRefinedBy(day).getMaximum());
    }

    private boolean matchWeekDay(LocalDate day) {
        boolean isInMonth = daysOf == ChronoUnit.MONTHS;
        int place = isInMonth ? day.getDayOfMonth() : day.getDayOfYear();
        int length = isInMonth ? day.lengthOfMonth() : day.lengthOfYear();
        return weekDays.isEmpty()
                || weekDays.contains(new CountedDay(0, day.getDayOfWeek()))
                || weekDays.contains(new CountedDay((place - 1) / 7 + 1, day.getDayOfWeek()))
                || weekDays.contains(new CountedDay(-((length - place) / 7 + 1), day.getDayOfWeek()));
    }

    private static boolean contain(Set<Integer> numbers, int number, int last) {
        return numbers.isEmpty() || numbers.contains(number) || numbers.contains(number - last - 1);
    }

    /** Returns those of a period's matching days whose positions are given by {@code BYSETPOS}, in ascending order. */
    List<LocalDate> select(List<LocalDate> days) {
        if (positions.isEmpty()) {
            return days;
        }
        Set<LocalDate> selected = new TreeSet<>();
        for (int position : positions) {
            int place = position > 0 ? position - 1 : days.size() + position;
            if (place >= 0 && place < days.size()) {
                selected.add(days.get(place));
            }
        }
        return List.copyOf(selected);
    }
}
