package dev.docket.persistence.database;

/** Whether the database is away, so that its going and coming are said once each. Thread-safe. */
public final class Outage {

    private boolean isOn;

    /** @param firstTime is run unless it is known already */
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
