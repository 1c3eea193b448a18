package dev.docket.persistence.erasure;

import dev.docket.persistence.events.ActorRow;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * The erasure of a requester, and its progress.
 *
 * @param requesterIds ids by which tickets may name the requester; empty once it is finished
 * @param includeAgentTexts whether texts by others on the tickets are erased, too
 * @param afterId tickets with greater ids are still to be erased
 * @param tickets number of tickets erased; likewise the other numbers
 * @param finishedAt null if tickets are still to be erased
 */
@RecordBuilder
public record ErasureRow(
        UUID id,
        String requesterType,
        List<String> requesterIds,
        boolean includeAgentTexts,
        long afterId,
        long tickets,
        long comments,
        long attachments,
        @Nested("actor_") ActorRow actor,
        String requestId,
        Instant requestedAt,
        @Nullable Instant finishedAt) {}
