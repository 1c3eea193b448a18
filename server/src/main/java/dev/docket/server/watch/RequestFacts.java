package dev.docket.server.watch;

import dev.docket.server.http.transport.Served;
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
record RequestFacts(
        String operation,
        @Nullable String account,
        @Nullable UUID token,
        Access access) {

    static final String NONE = "none";

    private static final RequestFacts UNKNOWN = new RequestFacts(NONE, null, null, Access.NOT_ASKED);

    /** Those of a request, which is one that Jersey never saw if there are none. */
    static RequestFacts of(Served request) {
        return request.facts() instanceof RequestFacts facts ? facts : UNKNOWN;
    }
}
