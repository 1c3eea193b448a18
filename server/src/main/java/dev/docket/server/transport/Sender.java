package dev.docket.server.transport;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request. What the server has to share out is shared by the tokens, and by the accounts that they are used
 * for.
 *
 * @param token an id of the token; null if it is not known to be valid
 * @param account an id of the account; if the request is for no account, or its token is not known to be valid, what
 *     stands for one: the token, or the address
 */
record Sender(@Nullable Object token, Object account) {

    /** A client whose token is not known to be valid. */
    static Sender guest(Network network) {
        return new Sender(null, network);
    }

    static Sender of(Object token, @Nullable String account) {
        return new Sender(token, account == null ? token : account);
    }

    /** What shares of tokens are counted by. */
    Object tokenOrSelf() {
        return token == null ? this : token;
    }
}
