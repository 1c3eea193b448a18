package dev.docket.persistence.accounts;

import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/**
 * A tenant.
 *
 * @param ticketPrefix leads its ticket numbers: {@code TKT} makes {@code TKT-1}
 * @param revision grows with every change
 */
public record AccountRow(
        String accountId, String name, String ticketPrefix, long revision, Instant createdAt, Instant updatedAt) {

    @JdbiConstructor
    public AccountRow {}

    /** A new account. */
    public AccountRow(String accountId, String name, String ticketPrefix, Instant createdAt) {
        this(accountId, name, ticketPrefix, 1, createdAt, createdAt);
    }
}
