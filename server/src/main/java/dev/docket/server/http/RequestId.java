package dev.docket.server.http;

/** The id of a request, which its response, its history entries and its log lines share. */
public final class RequestId {

    /** The transport sets it on every request and every response; see {@link dev.docket.server.transport}. */
    public static final String HEADER = "X-Request-Id";

    private RequestId() {}
}
