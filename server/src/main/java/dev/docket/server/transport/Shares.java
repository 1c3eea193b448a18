package dev.docket.server.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what each holder holds of something that all share. Thread-safe. */
final class Shares {

    private final int share;
    private final Map<Object, Integer> held = new ConcurrentHashMap<>();

    /** @param share what a holder may hold at a time */
    Shares(int share) {
        this.share = share;
    }

    /** @return false if the holder holds its whole share already */
    boolean take(Object holder) {
        if (held.merge(holder, 1, Integer::sum) <= share) {
            return true;
        }
        giveBack(holder);
        return false;
    }

    void giveBack(Object holder) {
        held.computeIfPresent(holder, (any, count) -> count == 1 ? null : count - 1);
    }
}
