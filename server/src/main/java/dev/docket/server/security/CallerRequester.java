package dev.docket.server.security;

import dev.docket.persistence.database.BoundRequester;

/**
 * The requester that a caller is bound to.
 *
 * @param named as the token names it
 * @param bound the same, with every id by which tickets may name it
 */
public record CallerRequester(TokenRequester named, BoundRequester bound) {}
