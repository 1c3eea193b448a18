package dev.docket.server.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Limits the bytes of request bodies that the server holds at a time, in all and for one account. Thread-safe. */
final class BodyBudget {

    private final ByteBudget all;
    private final long share;
    private final Map<Object, Long> held = new ConcurrentHashMap<>();

    /** @param share bytes for one account */
    BodyBudget(long limit, long share) {
        this.all = new ByteBudget(limit);
        this.share = share;
    }

    /** @return why the bytes are not taken; null if they are, and then {@link #giveBack} must follow */
    @Nullable
    Refusal take(Object account, int bytes) {
        if (held.merge(account, (long) bytes, Long::sum) > share) {
            giveShareBack(account, bytes);
            return Refusal.tooMany("too many bodies of this account or address are in flight");
        }
        if (!all.take(bytes)) {
            giveShareBack(account, bytes);
            return Refusal.busy("too many request bodies are in flight");
        }
        return null;
    }

    void giveBack(Object account, int bytes) {
        giveShareBack(account, bytes);
        all.giveBack(bytes);
    }

    long used() {
        return all.used();
    }

    private void giveShareBack(Object account, int bytes) {
        held.computeIfPresent(account, (any, count) -> count == bytes ? null : count - bytes);
    }
}
