package dev.docket.server.calendars.icalendar;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.data.UnfoldingReader;
import net.fortuna.ical4j.model.Recur;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the holidays of a file by other means than the server: ical4j reads its lines and expands its rules, and the
 * JDK knows the time zones. Files that ical4j cannot read are read with regular expressions. An event that makes either
 * of them fail has no dates.
 */
final class SecondOpinion {

    private static final Logger LOG = LoggerFactory.getLogger(SecondOpinion.class);
    private static final int MAX_DAYS = 2_000;
    private static final Map<String, String> ZONES = Map.of(
            "W. Europe Standard Time", "Europe/Berlin",
            "Central/Western Europe", "Europe/Berlin",
            "New Zealand Standard Time", "Pacific/Auckland",
            "Hawaiian Standard Time", "Pacific/Honolulu",
            "Tokyo Standard Time", "Asia/Tokyo",
            "E", "UTC");

    /** The properties of an event, each by its name and parameters, in upper case. */
    record Event(List<Map.Entry<String, String>> properties) {

        Stream<Map.Entry<String, String>> all(String name) {
            return properties.stream()
                    .filter(property -> property.getKey().split(";")[0].equals(name))
                    .filter(property -> !property.getValue().isBlank());
        }

        String first(String name) {
            return all(name).map(Map.Entry::getValue).findFirst().orElse("");
        }

        String parameters(String name) {
            return all(name).map(Map.Entry::getKey).findFirst().orElse("");
        }
    }

    private final LocalDate first;
    private final LocalDate last;
    private final List<Event> events = new ArrayList<>();
    private String zone = "UTC";

    private SecondOpinion(LocalDate first, LocalDate last) {
        this.first = first;
        this.last = last;
    }

    static Set<LocalDate> byIcal4j(byte[] file, LocalDate first, LocalDate last) throws IOException, ParserException {
        SecondOpinion opinion = new SecondOpinion(first, last);
        opinion.readByIcal4j(new String(file, StandardCharsets.UTF_8));
        return opinion.dates();
    }

    static Set<LocalDate> byExpressions(byte[] file, LocalDate first, LocalDate last) {
        SecondOpinion opinion = new SecondOpinion(first, last);
        opinion.readByExpressions(new String(file, StandardCharsets.UTF_8));
        return opinion.dates();
    }

    private void readByIcal4j(String text) throws IOException, ParserException {
        List<String> components = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        String[] value = new String[1];
        ContentHandler handler = new ContentHandler() {
            @Override
            public void startCalendar() {
                components.add("VCALENDAR");
            }

            @Override
            public void endCalendar() {
                components.clear();
            }

            @Override
            public void startComponent(String component) {
                begin(components, component);
            }

            @Override
            public void endComponent(String component) {
                components.remove(components.size() - 1);
            }

            @Override
            public void startProperty(String property) {
                name.setLength(0);
                name.append(property);
            }

            @Override
            public void parameter(String parameter, String of) {
                name.append(';').append(parameter).append('=').append(of);
            }

            @Override
            public void propertyValue(String of) {
                value[0] = of;
            }

            @Override
            public void endProperty(String property) {
                add(components, name.toString(), value[0]);
            }
        };
        new CalendarParserImpl(true).parse(new UnfoldingReader(new StringReader(text), true), handler);
    }

    private void readByExpressions(String text) {
        Pattern line = Pattern.compile("([A-Za-z-]+(?:;[A-Za-z-]+=(?:\"[^\"]*\"|[^;:\"]*))*):(.*)");
        List<String> components = new ArrayList<>();
        for (String each :
                text.replace("\uFEFF", "").replaceAll("[\r\n]+[ \t]", "").split("[\r\n]+")) {
            Matcher parts = line.matcher(each);
            if (parts.matches()) {
                String value = parts.group(2).strip();
                if (parts.group(1).equalsIgnoreCase("BEGIN")) {
                    begin(components, value);
                } else if (parts.group(1).equalsIgnoreCase("END")) {
                    int at = components.lastIndexOf(value.toUpperCase());
                    components
                            .subList(at < 0 ? components.size() : at, components.size())
                            .clear();
                } else {
                    add(components, parts.group(1), value);
                }
            }
        }
    }

    private void begin(List<String> components, String component) {
        components.add(component.toUpperCase());
        if (component.equalsIgnoreCase("VEVENT")) {
            events.add(new Event(new ArrayList<>()));
        }
    }

    private void add(List<String> components, String name, String value) {
        String component = components.isEmpty() ? "" : components.get(components.size() - 1);
        if (component.equals("VEVENT")) {
            events.get(events.size() - 1)
                    .properties()
                    .add(Map.entry(name.replace("\"", "").toUpperCase(), value.strip()));
        } else if (name.equalsIgnoreCase("X-WR-TIMEZONE")) {
            zone = value;
        }
    }

    private Set<LocalDate> dates() {
        Map<String, Integer> newest = new HashMap<>();
        events.forEach(event -> newest.merge(key(event), sequence(event), Math::max));
        Set<LocalDate> dates = new TreeSet<>();
        for (Event event : events) {
            if (!event.first("STATUS").equalsIgnoreCase("CANCELLED")
                    && (event.first("UID").isEmpty() || sequence(event) == newest.get(key(event)))) {
                try {
                    Set<LocalDate> days = days(event);
                    dates.addAll(days.size() > MAX_DAYS ? Set.of() : days);
                } catch (RuntimeException unreadable) {
                    LOG.debug("no dates", unreadable);
                }
            }
        }
        return dates;
    }

    private static String key(Event event) {
        return event.first("UID") + " " + event.first("RECURRENCE-ID");
    }

    private static int sequence(Event event) {
        return event.first("SEQUENCE").isEmpty() ? 0 : Integer.parseInt(event.first("SEQUENCE"));
    }

    private Set<LocalDate> days(Event event) {
        boolean isDate = event.first("DTSTART").replace("-", "").length() == 8;
        LocalDate start = day(event, event.first("DTSTART"));
        long length = length(event, start);
        if (!isDate && !takesWholeDays(event)) {
            return Set.of();
        }
        if (!event.first("RECURRENCE-ID").isEmpty()) {
            day(event, event.first("RECURRENCE-ID"));
        }
        Set<LocalDate> starts = new TreeSet<>(occurrences(event, "RRULE", start));
        if (event.first("RRULE").isEmpty()) {
            starts.add(start);
        }
        starts.addAll(list(event, "RDATE"));
        starts.removeAll(occurrences(event, "EXRULE", start));
        starts.removeAll(list(event, "EXDATE"));
        if (event.first("RECURRENCE-ID").isEmpty() && !event.first("UID").isEmpty()) {
            events.stream()
                    .filter(other -> other.first("UID").equals(event.first("UID")))
                    .flatMap(other -> other.all("RECURRENCE-ID"))
                    .forEach(moved -> starts.remove(day(event, moved.getValue())));
        }
        Set<LocalDate> days = new TreeSet<>();
        for (LocalDate from : starts) {
            LocalDate begin = from.isBefore(first) ? first : from;
            begin.datesUntil(begin.isBefore(from.plusDays(length)) ? from.plusDays(length) : begin)
                    .takeWhile(day -> !day.isAfter(last))
                    .forEach(days::add);
        }
        return days;
    }

    private boolean takesWholeDays(Event event) {
        String start = event.first("DTSTART").replaceAll("[-:]", "");
        boolean isMarked = event.properties().stream()
                .anyMatch(property -> property.getKey().matches("X-MICROSOFT-.*ALLDAYEVENT")
                        && property.getValue().equals("TRUE"));
        if (isMarked) {
            return start.endsWith("Z") || start.endsWith("T000000");
        }
        String end = event.first("DTEND").replaceAll("[-:]", "");
        boolean isToMidnight = end.endsWith("T000000")
                || end.matches(".*T2359\\d\\d")
                || event.first("DURATION").matches("P\\d+[DW]|PT(24|48)H");
        return start.endsWith("T000000") && isToMidnight;
    }

    private long length(Event event, LocalDate start) {
        String end = event.first("DTEND");
        if (!end.isEmpty()) {
            long days = ChronoUnit.DAYS.between(start, day(event, end));
            return Math.max(1, end.matches(".*T2359\\d\\d") ? days + 1 : days);
        }
        Matcher weeks = Pattern.compile("P(\\d+)W").matcher(event.first("DURATION"));
        if (weeks.matches()) {
            return 7 * Long.parseLong(weeks.group(1));
        }
        String duration = event.first("DURATION").replaceFirst("^\\+", "");
        return duration.isEmpty() || duration.equals("P")
                ? 1
                : Math.max(1, Duration.parse(duration).toDays());
    }

    private Set<LocalDate> list(Event event, String property) {
        Set<LocalDate> dates = new TreeSet<>();
        event.all(property)
                .flatMap(line -> Stream.of(line.getValue().split(",")))
                .filter(date -> !date.isBlank())
                .forEach(date -> dates.add(day(event, date.split("/")[0].strip())));
        return dates;
    }

    private List<LocalDate> occurrences(Event event, String property, LocalDate start) {
        List<LocalDate> dates = new ArrayList<>();
        event.all(property).forEach(line -> {
            String rule = line.getValue().replaceAll("[A-Z]+=(;|$)", "");
            Matcher until = Pattern.compile("UNTIL=([^;]+)").matcher(rule);
            if (until.find()) {
                String day = DateTimeFormatter.BASIC_ISO_DATE.format(day(event, until.group(1)));
                rule = rule.replace(until.group(), "UNTIL=" + day);
            }
            if (rule.matches("(?i).*(HOUR|MINUTE|SECOND)LY.*|.*RSCALE.*|FREQ=WEEKLY.*BYDAY=\\d.*")) {
                throw new IllegalArgumentException(rule);
            }
            dates.addAll(new Recur<LocalDate>(rule.toUpperCase(), false).getDates(start, start, last.plusDays(1)));
        });
        return dates;
    }

    private LocalDate day(Event event, String written) {
        String text = written.replaceAll("[-:]", "");
        LocalDate date = LocalDate.parse(text.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        boolean isDate = event.first("DTSTART").replace("-", "").length() == 8;
        if (isDate || !text.endsWith("Z")) {
            return date;
        }
        Matcher named = Pattern.compile("TZID=([^;]+)").matcher(event.parameters("DTSTART"));
        String id = named.find() ? named.group(1) : zone;
        ZoneId known = ZoneId.of(ZONES.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(id))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(id));
        return LocalDateTime.parse(text.substring(0, 15), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"))
                .atOffset(ZoneOffset.UTC)
                .atZoneSameInstant(known)
                .toLocalDate();
    }
}
