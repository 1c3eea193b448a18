package dev.docket.persistence.accounts;

import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;
import org.jspecify.annotations.Nullable;

/**
 * An account (tenant).
 *
 * @param ticketPrefix leads its ticket numbers: {@code TKT} makes {@code TKT-1}
 * @param eraseClosedTicketsAfterDays 1 to 36500; null: never
 * @param revision grows with every change
 */
public record AccountRow(
        String accountId,
        String name,
        String ticketPrefix,
        @Nullable Integer eraseClosedTicketsAfterDays,
        long revision,
        Instant createdAt,
        Instant updatedAt) {

    @JdbiConstructor
    public AccountRow {}

    /** A new account. */
    public AccountRow(String accountId, String name, String ticketPrefix, Instant createdAt) {
        this(accountId, name, ticketPrefix, null, 1, createdAt, createdAt);
    }
}
