package dev.docket.persistence.accounts;

import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do and where; never its secret.
 *
 * @param actsAs {@code agent} or {@code requester}
 * @param roles named sets of permissions, beside {@code permissions}
 * @param accounts {@code *} is every account there is or will be
 * @param revision grows with every change but uses
 * @param expiresAt from this instant on it is refused; null: never
 * @param revokedAt set once, by whoever took the token back
 * @param lastUsedAt accurate to a minute
 */
@StagedBuilder
public record TokenRow(
        UUID id,
        String name,
        String actsAs,
        List<String> roles,
        List<String> permissions,
        List<String> accounts,
        long revision,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}
