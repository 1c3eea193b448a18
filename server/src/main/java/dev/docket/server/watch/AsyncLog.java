package dev.docket.server.watch;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands lines to a thread of its own, so that nobody who is served waits for whoever reads the log. When four fifths of its queue
 * are full, what is below a warning is dropped, and counted; a warning is waited for.
 */
public final class AsyncLog extends AsyncAppender {

    private static final AtomicLong DROPPED = new AtomicLong();

    /** Lines that were dropped since the program was started. */
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
