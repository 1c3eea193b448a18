package dev.docket.server.security;

/**
 * The requester that a token is bound to, as its grant names it.
 *
 * @param type a requesterType of the contract
 * @param id its id, as for new tickets; of an external requester, its email address
 */
public record TokenRequester(String type, String id) {}
