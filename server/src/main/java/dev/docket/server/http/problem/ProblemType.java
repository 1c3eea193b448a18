package dev.docket.server.http.problem;

/**
 * The catalogue of problems that a response can name, each with a status, a URN (which never changes) and a title.
 *
 * <p>What went wrong in the case at hand is the {@code detail} of the response, not of the type.
 */
public enum ProblemType {
    /** The bytes are not a request that this server can understand with certainty as its sender meant it. */
    MALFORMED_REQUEST(400, "malformed-request", "The request is malformed"),
    /** The request was understood, but its values break the contract or contradict the account's data. */
    INVALID_REQUEST(400, "invalid-request", "The request is not valid"),
    UNAUTHORIZED(401, "unauthorized", "The request is not authenticated"),
    FORBIDDEN(403, "forbidden", "The request is not permitted"),
    NOT_FOUND(404, "not-found", "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The resource does not have this method"),
    NOT_ACCEPTABLE(406, "not-acceptable", "The answer cannot be given in an accepted type"),
    REQUEST_TIMEOUT(408, "request-timeout", "The request did not arrive in time"),
    CONFLICT(409, "conflict", "The request conflicts with the state of the resource"),
    /** The account would store more than one of its quotas allows. */
    QUOTA_EXCEEDED(409, "quota-exceeded", "The account has used up a quota"),
    /** A request with the same {@code Idempotency-Key} is still being processed. */
    IDEMPOTENCY_KEY_IN_USE(409, "idempotency-key-in-use", "The request is being worked on"),
    /** The events that the cursor stands before were removed, or the database was restored from a backup. */
    CURSOR_EXPIRED(410, "cursor-expired", "The cursor has expired"),
    PRECONDITION_FAILED(412, "precondition-failed", "The resource has been changed"),
    CONTENT_TOO_LARGE(413, "content-too-large", "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body is not of a supported type"),
    RANGE_NOT_SATISFIABLE(416, "range-not-satisfiable", "The range is not there"),
    IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "The key belongs to another request"),
    TOO_MANY_REQUESTS(429, "too-many-requests", "There are too many requests"),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are too large"),
    INTERNAL_ERROR(500, "internal-error", "The server failed"),
    SERVICE_UNAVAILABLE(503, "service-unavailable", "The service cannot answer now");

    private final int status;
    private final String urn;
    private final String title;

    ProblemType(int status, String slug, String title) {
        this.status = status;
        this.urn = "urn:docket:problem:" + slug;
        this.title = title;
    }

    /** The HTTP status of responses with this type. */
    public int status() {
        return status;
    }

    /** The {@code type} of RFC 9457, such as {@code urn:docket:problem:not-found}. */
    public String urn() {
        return urn;
    }

    public String title() {
        return title;
    }
}
