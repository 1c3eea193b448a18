package dev.docket.server.transport;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the bytes that the server holds at a time. Thread-safe. */
final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** @return whether the bytes fit; if not, none are taken */
    boolean take(int bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
