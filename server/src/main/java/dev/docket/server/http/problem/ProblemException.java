package dev.docket.server.http.problem;

import dev.docket.api.model.Violation;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a problem. The caller receives its message and its violations.
 *
 * <p>It is a {@code WebApplicationException}, because Jersey maps no other exception thrown by a
 * {@code ValidationInterceptor}.
 */
public final class ProblemException extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;
    private final transient Map<String, String> headers;
    private final @Nullable String permission;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), Map.of(), null);
    }

    /** @param headers of the response, in addition to those of every problem */
    public ProblemException(ProblemType type, String detail, Map<String, String> headers) {
        this(type, detail, List.of(), headers, null);
    }

    private ProblemException(
            ProblemType type,
            String detail,
            List<Violation> violations,
            Map<String, String> headers,
            @Nullable String permission) {
        super(detail, type.status());
        this.type = type;
        this.violations = List.copyOf(violations);
        this.headers = Map.copyOf(headers);
        this.permission = permission;
    }

    /** A 403 because the caller does not have {@code permission}, which {@code detail} names too. */
    public static ProblemException forbidden(String permission, String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail, List.of(), Map.of(), permission);
    }

    /** A 400 with the violations in the request: all that a {@link ViolationList} keeps, and their number. */
    public static ProblemException invalid(List<Violation> violations) {
        ViolationList list = ViolationList.of(violations);
        return new ProblemException(
                ProblemType.INVALID_REQUEST, summary(list.size(), list.found()), list, Map.of(), null);
    }

    private static String summary(int shown, long found) {
        if (found == 1) {
            return "1 error; see errors for what to change";
        }
        String all = found + " errors; see errors for what to change";
        return shown == found ? all : all + ". Only the first " + shown + " are listed";
    }

    /** A copy for a part of a larger body: the violations' pointers begin with {@code pointer}. */
    public ProblemException within(String pointer) {
        List<Violation> moved = violations.stream()
                .map(violation ->
                        Violations.inBody(pointer + violation.getPointer(), violation.getCode(), violation.getDetail()))
                .toList();
        return new ProblemException(type, getMessage(), moved, headers, permission);
    }

    /** Skips the stack trace: this is a response, not a defect to be traced. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    public ProblemType type() {
        return type;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** The permission that the caller does not have; null if that is not the reason. */
    public @Nullable String permission() {
        return permission;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
