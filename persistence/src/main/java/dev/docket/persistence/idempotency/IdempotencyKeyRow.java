package dev.docket.persistence.idempotency;

import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored response.
 *
 * @param accountId {@code *} if the operation is not on an account
 * @param keyHash the SHA-256 of the key
 * @param fingerprint the SHA-256 of the request
 * @param answer the body, encrypted; null once it was erased
 * @param subject the resource that the body shows; null if its id is no UUID
 */
@StagedBuilder
public record IdempotencyKeyRow(
        String accountId,
        UUID callerId,
        byte[] keyHash,
        byte[] fingerprint,
        @Nullable String etag,
        @Nullable String location,
        byte @Nullable [] answer,
        Instant createdAt,
        @Nullable UUID subject) {}
