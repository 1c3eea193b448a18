package dev.docket.persistence.database;

/**
 * The privileges of the role that a session acts as.
 *
 * @param ownsTables itself or as a member of the owner
 */
public record RoleRow(String name, boolean isSuperuser, boolean bypassesRowSecurity, boolean ownsTables) {}
