package dev.docket.server.security;

/**
 * The requester that a token is bound to, as its grant names it.
 *
 * @param type a requesterType of the contract
 * @param id its id, as for new tickets; of an external requester, its email address
 */
public record TokenRequester(String type, String id) {

    /** As the command line and the claims of OIDC tokens have it, such as {@code merchant:1001}. */
    @Override
    public String toString() {
        return type + ":" + id;
    }
}
