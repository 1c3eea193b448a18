package dev.docket.persistence.database;

/**
 * The privileges of the role that a session acts as.
 *
 * @param login the role that the session logged in as
 * @param ownsTables itself or as a member of the owner
 * @param mayBeRequester whether the session may act as {@link Database#REQUESTER_ROLE}
 */
public record RoleRow(
        String name,
        String login,
        boolean isSuperuser,
        boolean bypassesRowSecurity,
        boolean ownsTables,
        boolean mayBeRequester) {}
