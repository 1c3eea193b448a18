package dev.docket.server.watch;

import dev.docket.api.Operation;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of checking the token of a request. */
enum AccessResult {
    /** The operation is public, or the request matched no operation that requires a token. */
    NOT_ASKED,
    GRANTED,
    /** 401: no token was sent. */
    MISSING,
    /** 401: the token is unknown, expired or revoked. */
    INVALID,
    /** 403: the token does not have the permission of the operation. */
    NO_PERMISSION,
    /** 403: the token was not granted the account. */
    NO_ACCOUNT,
    /** 403 for another reason, such as a permission that a ticket type requires. */
    DENIED,
    /** 429: the token was used too often. */
    TOO_OFTEN;

    private static final int TOO_MANY_REQUESTS = 429;

    /** @param caller null if the request was not authenticated */
    static AccessResult of(
            ContainerRequestContext request, Optional<Operation> operation, @Nullable Caller caller, int status) {
        return switch (status) {
            case 401 -> request.getHeaderString(HttpHeaders.AUTHORIZATION) == null ? MISSING : INVALID;
            case 403 -> caller == null ? DENIED : denied(request, operation, caller);
            case TOO_MANY_REQUESTS -> TOO_OFTEN;
            default -> caller == null ? NOT_ASKED : GRANTED;
        };
    }

    private static AccessResult denied(ContainerRequestContext request, Optional<Operation> operation, Caller caller) {
        String permission = operation.map(Operation::permission).orElse(Operation.PUBLIC);
        if (!permission.equals(Operation.PUBLIC)
                && !permission.equals(Operation.ANY_TOKEN)
                && !caller.has(permission)) {
            return NO_PERMISSION;
        }
        String account = request.getHeaderString(Operations.ACCOUNT_HEADER);
        return account != null && !caller.mayUse(account) ? NO_ACCOUNT : DENIED;
    }

    /** The spelling as the label of a metric. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
