package dev.docket.server.transport;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids of requests, which their responses and log lines share. */
final class RequestIds {

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestIds() {}

    /** The caller's id if it is valid, else a new one of 13 letters and digits. */
    static String choose(@Nullable String callers) {
        return callers != null && SANE.matcher(callers).matches() ? callers : random();
    }

    private static String random() {
        String digits = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        return "0".repeat(13 - digits.length()) + digits;
    }
}
