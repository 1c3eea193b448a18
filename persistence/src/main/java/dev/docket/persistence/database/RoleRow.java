package dev.docket.persistence.database;

/**
 * What the role that a session acts as could do.
 *
 * @param ownsTables itself or as a member of the owner
 */
public record RoleRow(String name, boolean isSuperuser, boolean bypassesRowSecurity, boolean ownsTables) {}
