package dev.docket.server.calendars.icalendar;

/** Counts the work on one file, so that neither one recurrence nor many of them take long. */
final class Steps {

    /** A step is an event or a date that is looked at. A yearly holiday without an end takes about 500. */
    static final int MAX = 2_000_000;

    private int taken;

    /** @throws dev.docket.server.http.problem.ProblemException 400 if the file has had all its steps */
    void take() {
        taken++;
        if (taken > MAX) {
            throw HolidayFile.malformed(
                    "the events of the file recur too often to be computed; remove those that are not holidays");
        }
    }

    int taken() {
        return taken;
    }
}
