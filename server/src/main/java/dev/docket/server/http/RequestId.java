package dev.docket.server.http;

/** The name of a request, which its answer, its history entries and its log lines share. */
public final class RequestId {

    /** The transport sets it on every request and every answer; see {@link dev.docket.server.transport}. */
    public static final String HEADER = "X-Request-Id";

    private RequestId() {}
}
