package dev.docket.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.docket.sdk.model.Problem;
import dev.docket.sdk.model.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that did not succeed. What may be handled in its own way has a class of its own; the types of problems are
 * those of {@code Problem} in the contract.
 */
public class DocketException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String TYPE_PREFIX = "urn:docket:problem:";
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int MAX_TEXT_IN_MESSAGE = 200;

    private final int status;
    private final transient @Nullable HttpHeaders headers;
    private final transient @Nullable Problem problem;

    /** What a failure is made of. */
    private record Failure(
            String message,
            int status,
            @Nullable HttpHeaders headers,
            @Nullable Problem problem,
            @Nullable Throwable cause) {}

    private DocketException(Failure failure) {
        super(failure.message, failure.cause);
        status = failure.status;
        headers = failure.headers;
        problem = failure.problem;
    }

    /** The HTTP status; 0 if no response arrived, or one that cannot be read. */
    public int status() {
        return status;
    }

    /** The type of the problem, such as {@code urn:docket:problem:not-found}; null if the response has none. */
    public @Nullable String type() {
        return problem == null ? null : problem.getType();
    }

    /** @param type the end of a type, such as {@code quota-exceeded} */
    public boolean is(String type) {
        return (TYPE_PREFIX + type).equals(type());
    }

    /** The ID by which an operator finds the request in the logs; null if no response arrived. */
    public @Nullable String requestId() {
        return header("X-Request-Id");
    }

    /** The errors in the request; empty unless the request was invalid. */
    public List<Violation> errors() {
        return problem == null || problem.getErrors() == null ? List.of() : problem.getErrors();
    }

    /** The problem as the service sent it; null if no response arrived, or one of something else, such as a proxy. */
    public @Nullable Problem problem() {
        return problem;
    }

    /** How long to wait before the request is sent again; null if the response does not say it. */
    public @Nullable Duration retryAfter() {
        String value = header("Retry-After");
        if (value != null && value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = time(value);
        Instant sent = time(header("Date"));
        return until == null || sent == null ? null : Duration.between(sent, until);
    }

    private static @Nullable Instant time(@Nullable String header) {
        try {
            return header == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable String header(String name) {
        return headers == null ? null : headers.firstValue(name).orElse(null);
    }

    static DocketException of(Request request, HttpResponse<InputStream> response) throws IOException {
        byte[] body;
        try (InputStream stream = response.body()) {
            body = stream.readNBytes(MAX_BODY_BYTES);
        }
        Problem problem = null;
        Throwable cause = null;
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
            try {
                problem = Json.MAPPER.readValue(body, Problem.class);
            } catch (IOException e) {
                cause = e;
            }
        }
        String message =
                problem == null || problem.getDetail() == null ? text(body) : problem.getDetail() + violations(problem);
        return typed(new Failure(
                request + ": " + response.statusCode() + ", " + message,
                response.statusCode(),
                response.headers(),
                problem,
                cause));
    }

    static DocketException of(Request request, IOException cause) {
        if (cause instanceof JsonProcessingException) {
            String message = request + ": the response cannot be read: " + reason(cause);
            return new DocketException(new Failure(message, 0, null, null, cause));
        }
        String message = request + ": no complete response from " + request.service() + ": " + reason(cause);
        Failure failure = new Failure(message, 0, null, null, cause);
        return cause instanceof HttpTimeoutException ? new TimedOut(failure) : new ConnectionFailed(failure);
    }

    static DocketException of(Request request, InterruptedException cause) {
        return new DocketException(new Failure(request + ": the thread was interrupted", 0, null, null, cause));
    }

    private static DocketException typed(Failure failure) {
        return switch (failure.status) {
            case 304 -> new NotModified(failure);
            case 400, 413, 415, 422 -> new InvalidRequest(failure);
            case 401 -> new Unauthorized(failure);
            case 403 -> new Forbidden(failure);
            case 404 -> new NotFound(failure);
            case 409 -> new Conflict(failure);
            case 412 -> new PreconditionFailed(failure);
            case 429 -> new TooManyRequests(failure);
            case 502, 503, 504 -> new Unavailable(failure);
            default -> new DocketException(failure);
        };
    }

    private static String violations(Problem problem) {
        return problem.getErrors() == null
                ? ""
                : problem.getErrors().stream()
                        .map(error -> (error.getPointer() == null ? error.getParameter() : error.getPointer()) + " "
                                + error.getDetail())
                        .collect(Collectors.joining("; ", ": ", ""));
    }

    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        return text.isEmpty()
                ? "without a body"
                : "not a problem of the service but: "
                        + text.substring(0, Math.min(MAX_TEXT_IN_MESSAGE, text.length()));
    }

    /** Some exceptions of the JDK have no message, only a cause that has one. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }

    /** 304: nothing has changed since the ETag of {@code ifNoneMatch}. */
    public static final class NotModified extends DocketException {
        private static final long serialVersionUID = 1L;

        private NotModified(Failure failure) {
            super(failure);
        }
    }

    /** 400, 413, 415 or 422: the request must be changed; {@link #errors} says how. */
    public static final class InvalidRequest extends DocketException {
        private static final long serialVersionUID = 1L;

        private InvalidRequest(Failure failure) {
            super(failure);
        }
    }

    /** 401: the token is missing, unknown, expired or revoked. */
    public static final class Unauthorized extends DocketException {
        private static final long serialVersionUID = 1L;

        private Unauthorized(Failure failure) {
            super(failure);
        }
    }

    /** 403: the token does not have the permission, or was not granted the account. */
    public static final class Forbidden extends DocketException {
        private static final long serialVersionUID = 1L;

        private Forbidden(Failure failure) {
            super(failure);
        }
    }

    /** 404: the ID is unknown in this account. */
    public static final class NotFound extends DocketException {
        private static final long serialVersionUID = 1L;

        private NotFound(Failure failure) {
            super(failure);
        }
    }

    /** 409: the state of the resource does not allow the change, or a quota is exhausted. */
    public static final class Conflict extends DocketException {
        private static final long serialVersionUID = 1L;

        private Conflict(Failure failure) {
            super(failure);
        }
    }

    /** 412: the resource was changed since it was read. Read it again, then repeat the change. */
    public static final class PreconditionFailed extends DocketException {
        private static final long serialVersionUID = 1L;

        private PreconditionFailed(Failure failure) {
            super(failure);
        }
    }

    /** 429: the token sent too many requests, also after the repetitions; see {@link #retryAfter}. */
    public static final class TooManyRequests extends DocketException {
        private static final long serialVersionUID = 1L;

        private TooManyRequests(Failure failure) {
            super(failure);
        }
    }

    /** 502, 503 or 504, also after the repetitions. */
    public static final class Unavailable extends DocketException {
        private static final long serialVersionUID = 1L;

        private Unavailable(Failure failure) {
            super(failure);
        }
    }

    /** No response arrived, or not all of it, also after the repetitions: the cause says why. */
    public static class ConnectionFailed extends DocketException {
        private static final long serialVersionUID = 1L;

        private ConnectionFailed(Failure failure) {
            super(failure);
        }
    }

    /** Nothing arrived within the time-out. The service may still execute the request. */
    public static final class TimedOut extends ConnectionFailed {
        private static final long serialVersionUID = 1L;

        private TimedOut(Failure failure) {
            super(failure);
        }
    }
}
