package dev.docket.server.watch;

import dev.docket.server.transport.CompletedRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What only Jersey knows of a request.
 *
 * @param operation the operationId; {@link #NONE} if it is not in the contract
 * @param account the account that it was for; null if none, or if the caller was not granted it
 * @param token the id of the caller's token; null without one
 * @param access what became of its token
 */
record RequestInfo(
        String operation,
        @Nullable String account,
        @Nullable UUID token,
        AccessResult access) {

    static final String NONE = "none";

    private static final RequestInfo UNKNOWN = new RequestInfo(NONE, null, null, AccessResult.NOT_ASKED);

    /** Those of a request, which is one that Jersey never saw if there are none. */
    static RequestInfo of(CompletedRequest request) {
        return request.facts() instanceof RequestInfo facts ? facts : UNKNOWN;
    }
}
