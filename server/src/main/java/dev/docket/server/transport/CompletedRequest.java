package dev.docket.server.transport;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A request and its outcome. The only text from the client in it is the request id, which has been checked.
 *
 * @param method {@value #UNKNOWN_METHOD} if it is not a method of HTTP
 * @param status of the response, even if the client did not wait for it
 * @param duration from the end of the head to the end of the response, including the time in which the body arrived;
 *     zero if the head was rejected
 * @param bytes of the response, including its head
 * @param fault why the request did not reach the application or the response was cut; null if neither happened
 * @param facts what the application published as {@link HttpTransport#FACTS}; null if nothing
 * @param span not valid if the request is not traced
 */
public record CompletedRequest(
        String requestId,
        String method,
        int status,
        Duration duration,
        long bytes,
        @Nullable String fault,
        @Nullable Object facts,
        Span span) {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final String UNKNOWN_METHOD = "other";

    public CompletedRequest {
        method = METHODS.contains(method) ? method : UNKNOWN_METHOD;
    }

    /** Passes this to {@code observer}, whose log lines then carry the request id. */
    void tell(Consumer<CompletedRequest> observer) {
        MDC.put(HttpTransport.LOGGED_ID, requestId);
        try {
            observer.accept(this);
        } finally {
            MDC.remove(HttpTransport.LOGGED_ID);
        }
    }
}
