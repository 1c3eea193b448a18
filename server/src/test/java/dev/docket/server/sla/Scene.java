package dev.docket.server.sla;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A calendar and an instant near a special date of its zone, with an oracle that uses only the definition. */
record Scene(OpeningCalendar calendar, LocalDate special, Instant start) {
    private record Place(String zone, String date) {}

    private static final List<Place> PLACES = List.of(
            new Place("America/New_York", "2026-03-08"),
            new Place("America/New_York", "2026-11-01"),
            new Place("Europe/London", "2026-03-29"),
            new Place("Europe/London", "2026-10-25"),
            new Place("Asia/Kolkata", "2026-03-08"),
            // Daylight saving is half an hour.
            new Place("Australia/Lord_Howe", "2026-04-05"),
            new Place("Australia/Lord_Howe", "2026-10-04"),
            // A whole day was skipped.
            new Place("Pacific/Apia", "2011-12-30"),
            // Midnight is skipped or repeated.
            new Place("America/Santiago", "2026-09-06"),
            new Place("America/Santiago", "2026-04-05"),
            // Clocks are set back and forward at one minute past midnight.
            new Place("America/St_Johns", "2010-11-07"),
            new Place("America/St_Johns", "2010-03-14"));

    /** Whether the business is open, by definition: hours of a date nearby contain the instant. */
    boolean isOpen(Instant instant) {
        LocalDate today = instant.atZone(calendar.zone()).toLocalDate();
        for (LocalDate date = today.minusDays(2); !date.isAfter(today.plusDays(1)); date = date.plusDays(1)) {
            List<OpeningHours> hours = new ArrayList<>(calendar.openings().getOrDefault(date, List.of()));
            if (!calendar.holidays().contains(date)) {
                hours.addAll(calendar.weekly().getOrDefault(date.getDayOfWeek(), List.of()));
            }
            for (OpeningHours interval : hours) {
                if (!instant.isBefore(instant(date, interval.from()))
                        && instant.isBefore(instant(date, interval.to()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private Instant instant(LocalDate date, int minute) {
        LocalDateTime local = date.atTime(0, 0).plusMinutes(minute);
        return local.atZone(calendar.zone()).toInstant();
    }

    static Arbitrary<Scene> any() {
        Arbitrary<List<OpeningHours>> hours = hours();
        Arbitrary<Map<Integer, List<OpeningHours>>> openings =
                Arbitraries.maps(Arbitraries.integers().between(-3, 5), hours).ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of(PLACES),
                        Arbitraries.oneOf(Arbitraries.just(List.of(OpeningHours.ALL_DAY)), hours)
                                .list()
                                .ofSize(7),
                        Arbitraries.integers().between(-3, 5).set().ofMaxSize(2),
                        openings,
                        Arbitraries.integers().between(-3 * OpeningHours.DAY, 2 * OpeningHours.DAY))
                .as(Scene::of)
                .withoutEdgeCases();
    }

    private static Scene of(
            Place place,
            List<List<OpeningHours>> week,
            Set<Integer> holidays,
            Map<Integer, List<OpeningHours>> openings,
            int startMinute) {
        ZoneId zone = ZoneId.of(place.zone());
        LocalDate special = LocalDate.parse(place.date());
        Map<DayOfWeek, List<OpeningHours>> weekly = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            weekly.put(day, week.get(day.ordinal()));
        }
        var dates = new HashSet<LocalDate>();
        holidays.forEach(day -> dates.add(special.plusDays(day)));
        var single = new HashMap<LocalDate, List<OpeningHours>>();
        openings.forEach((day, hours) -> single.put(special.plusDays(day), hours));
        return new Scene(
                new OpeningCalendar(zone, weekly, dates, single),
                special,
                special.atStartOfDay(zone).toInstant().plusSeconds(60L * startMinute));
    }

    /** Up to three intervals on the quarter hour, more of them in the early hours, when clocks change. */
    private static Arbitrary<List<OpeningHours>> hours() {
        Arbitrary<Integer> quarter = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 12), Arbitraries.integers().between(0, OpeningHours.DAY / 15));
        return quarter.set().ofMaxSize(6).map(quarters -> {
            List<Integer> cuts = quarters.stream().sorted().toList();
            List<OpeningHours> hours = new ArrayList<>();
            for (int i = 1; i < cuts.size(); i += 2) {
                hours.add(new OpeningHours(cuts.get(i - 1) * 15, cuts.get(i) * 15));
            }
            return hours;
        });
    }
}
