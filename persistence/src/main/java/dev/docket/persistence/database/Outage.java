package dev.docket.persistence.database;

/**
 * Whether the database is unavailable, so that the begin and the end of an outage are each reported once. Thread-safe.
 */
public final class Outage {

    private boolean isOn;

    /** @param firstTime is run unless the outage is known already */
    public synchronized void begins(Runnable firstTime) {
        if (!isOn) {
            isOn = true;
            firstTime.run();
        }
    }

    /** @param firstTime is run if there was an outage */
    public synchronized void ends(Runnable firstTime) {
        if (isOn) {
            isOn = false;
            firstTime.run();
        }
    }
}
