package dev.docket.server.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when the JVM cannot continue. An {@link OutOfMemoryError} hits the thread that allocates next: the
 * jobs, the listener or the selectors of a port may be gone afterwards, while the rest appears healthy. A new process
 * is better, and everything acknowledged is stored.
 *
 * <p>It sees every error that ends a thread, and every error that is logged: libraries that catch everything log it. So
 * no code may catch an {@code Error} without rethrowing or logging it.
 *
 * <p>A {@link StackOverflowError} is only a failure of the request or job at hand: it frees all that it needs as it
 * unwinds, and affects no other thread. Otherwise one client whose input is parsed recursively could end the node,
 * again and again.
 */
public final class FatalErrors extends TurboFilter {

    /** The exit code of a JVM with {@code -XX:+ExitOnOutOfMemoryError}, so that both ways look the same. */
    public static final int EXIT_CODE = 3;

    /** More causes than any exception has; the chain may be a circle. */
    private static final int MAX_CAUSES = 20;

    private static final long MAX_SECONDS_TO_REPORT = 1;

    private static final AtomicBoolean REPORTED = new AtomicBoolean();
    private static final CountDownLatch FATAL = new CountDownLatch(1);

    private static final String REPORT =
            "docket: the process ends with code " + EXIT_CODE + ": the JVM cannot continue";

    /** Needs no memory when it is written. The rest of the line may not be possible any more. */
    private static final byte[] REPORT_BYTES = REPORT.getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

    static {
        // Started in time, because no thread can be started without memory.
        Thread end = new Thread(FatalErrors::haltAfterReport, "docket-fatal");
        end.setDaemon(true);
        end.start();
    }

    /** Observes every thread that ends by an exception; logback.xml names this class to observe the log. */
    public static void watchThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfFatal(failure);
            LoggerFactory.getLogger(FatalErrors.class).error("the thread {} ended", thread.getName(), failure);
        });
    }

    /** Called for every message, even if its level is not logged. */
    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable failure) {
        if (failure != null) {
            endIfFatal(failure);
        } else if (arguments != null
                && arguments.length > 0
                && arguments[arguments.length - 1] instanceof Throwable last) {
            endIfFatal(last);
        }
        return FilterReply.NEUTRAL;
    }

    private static void endIfFatal(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                end(cause);
            }
            cause = cause.getCause();
        }
    }

    private static void end(Throwable fatal) {
        FATAL.countDown();
        if (REPORTED.compareAndSet(false, true)) {
            try {
                report(fatal);
            } catch (IOException closed) {
                // The exit code tells as much.
            } finally {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }

    private static void report(Throwable fatal) throws IOException {
        STANDARD_ERROR.write(REPORT_BYTES);
        byte[] details;
        try {
            // Messages of other errors may contain data.
            String cause = fatal instanceof OutOfMemoryError
                    ? fatal.toString()
                    : fatal.getClass().getName();
            details = " (%s in the thread %s)\n"
                    .formatted(cause, Thread.currentThread().getName())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (Error again) {
            // Of memory, or of a class that could not be loaded without.
            details = LINE_END;
        }
        STANDARD_ERROR.write(details);
    }

    /** For when the report waits for memory, or for a program that does not read the standard error. */
    private static void haltAfterReport() {
        try {
            FATAL.await();
            TimeUnit.SECONDS.sleep(MAX_SECONDS_TO_REPORT);
            Runtime.getRuntime().halt(EXIT_CODE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
