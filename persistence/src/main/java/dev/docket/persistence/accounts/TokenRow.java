package dev.docket.persistence.accounts;

import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do and where; never its secret.
 *
 * @param requesterType type of the requester that the token is bound to; null: the token acts as an agent
 * @param requesterId its id as tickets have it; of an external requester, its email address
 * @param roles named sets of permissions, in addition to {@code permissions}
 * @param accounts {@code *} is all present and future accounts
 * @param revision grows with every change except uses
 * @param expiresAt from this instant on the token is rejected; null: never
 * @param revokedAt set once, when the token is revoked
 * @param lastUsedAt accurate to a minute
 */
@StagedBuilder
public record TokenRow(
        UUID id,
        String name,
        @Nullable String requesterType,
        @Nullable String requesterId,
        List<String> roles,
        List<String> permissions,
        List<String> accounts,
        long revision,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}
