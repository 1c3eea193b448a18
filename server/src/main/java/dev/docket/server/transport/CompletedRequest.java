package dev.docket.server.transport;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A request and what became of it. Holds nothing that the client made up but the id of the request, which is sane.
 *
 * @param method {@value #UNKNOWN_METHOD} if it is none that HTTP names
 * @param status of the answer, or of the one that the client did not wait for
 * @param duration from the end of its head to the end of its answer, with the time in which its body came; zero if its head was
 *     refused
 * @param bytes of the answer, with its head
 * @param fault what kept the application from it, or was the end of its answer; null if nothing
 * @param facts what the application made known by {@link HttpTransport#FACTS}; null if it did not come to that
 */
public record CompletedRequest(
        String requestId,
        String method,
        int status,
        Duration duration,
        long bytes,
        @Nullable String fault,
        @Nullable Object facts) {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final String UNKNOWN_METHOD = "other";

    public CompletedRequest {
        method = METHODS.contains(method) ? method : UNKNOWN_METHOD;
    }

    /** Tells it, so that what that logs has the id of the request. */
    void tell(Consumer<CompletedRequest> observer) {
        MDC.put(HttpTransport.LOGGED_ID, requestId);
        try {
            observer.accept(this);
        } finally {
            MDC.remove(HttpTransport.LOGGED_ID);
        }
    }
}
