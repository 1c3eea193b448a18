package dev.docket.server.watch;

import dev.docket.server.transport.CompletedRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a request that only Jersey knows.
 *
 * @param operation the operationId; {@link #NONE} if it is not in the contract
 * @param account the account of the request; null without one, or if the caller was not granted it
 * @param token the id of the caller's token; null without one
 * @param access the result of checking its token
 */
record RequestInfo(
        String operation,
        @Nullable String account,
        @Nullable UUID token,
        AccessResult access) {

    static final String NONE = "none";

    private static final RequestInfo UNKNOWN = new RequestInfo(NONE, null, null, AccessResult.NOT_ASKED);

    /** The facts of a request; defaults if it never reached Jersey. */
    static RequestInfo of(CompletedRequest request) {
        return request.facts() instanceof RequestInfo facts ? facts : UNKNOWN;
    }
}
