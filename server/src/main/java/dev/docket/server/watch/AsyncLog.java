package dev.docket.server.watch;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes log lines to a thread of its own, so that requests do not wait for a slow reader of the log. When its queue is
 * four fifths full, lines below a warning are dropped and counted; a warning waits for space.
 */
public final class AsyncLog extends AsyncAppender {

    private static final AtomicLong DROPPED = new AtomicLong();

    /** Number of lines dropped since the program was started. */
    static long dropped() {
        return DROPPED.get();
    }

    @Override
    protected boolean isDiscardable(ILoggingEvent event) {
        boolean isDropped = super.isDiscardable(event);
        if (isDropped) {
            DROPPED.incrementAndGet();
        }
        return isDropped;
    }

    @Override
    protected void append(ILoggingEvent event) {
        super.append(event.getThrowableProxy() == null ? event : new RedactedEvent(event));
    }
}
