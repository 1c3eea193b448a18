package dev.docket.server.directory;

import dev.docket.api.model.OutOfOffice;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.directory.OutOfOfficeRow;
import dev.docket.server.http.problem.Violations;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The periods in which a user is out of office. Their end is exclusive, and no two overlap. */
final class OutOfOfficeWindows {

    /** The range of RFC 3339 without the year 0, which PostgreSQL does not support. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private OutOfOfficeWindows() {}

    static List<Violation> check(List<OutOfOffice> windows) {
        List<Violation> violations = new ArrayList<>();
        for (int at = 0; at < windows.size(); at++) {
            String pointer = "/outOfOffice/" + at;
            OutOfOfficeRow window = stored(windows.get(at));
            checkRange(pointer + "/from", window.from(), violations);
            checkRange(pointer + "/until", window.until(), violations);
            if (!window.from().isBefore(window.until())) {
                violations.add(Violations.inBody(
                        pointer + "/until", ViolationCode.CONTRADICTION, "must be at least a microsecond after from"));
            }
        }
        if (violations.isEmpty()) {
            checkOverlaps(windows.stream().map(OutOfOfficeWindows::stored).toList(), violations);
        }
        return violations;
    }

    /** Sorts the windows by start. */
    static List<OutOfOfficeRow> stored(List<OutOfOffice> windows) {
        return windows.stream()
                .map(OutOfOfficeWindows::stored)
                .sorted(Comparator.comparing(OutOfOfficeRow::from))
                .toList();
    }

    /** Rounds to the precision of the database. */
    private static OutOfOfficeRow stored(OutOfOffice window) {
        return new OutOfOfficeRow(
                window.getFrom().truncatedTo(ChronoUnit.MICROS),
                window.getUntil().truncatedTo(ChronoUnit.MICROS));
    }

    private static void checkRange(String pointer, Instant instant, List<Violation> violations) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            violations.add(Violations.inBody(pointer, ViolationCode.OUT_OF_RANGE, "must be in the years 1 to 9999"));
        }
    }

    private static void checkOverlaps(List<OutOfOfficeRow> windows, List<Violation> violations) {
        List<Integer> byBeginning = IntStream.range(0, windows.size())
                .boxed()
                .sorted(Comparator.comparing(at -> windows.get(at).from()))
                .toList();
        for (int next = 1; next < byBeginning.size(); next++) {
            int before = byBeginning.get(next - 1);
            int at = byBeginning.get(next);
            if (windows.get(at).from().isBefore(windows.get(before).until())) {
                violations.add(Violations.inBody(
                        "/outOfOffice/" + at + "/from",
                        ViolationCode.CONTRADICTION,
                        "must not be before the end of /outOfOffice/" + before + "; merge the two"));
            }
        }
    }
}
