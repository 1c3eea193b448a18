package dev.docket.persistence.erasure;

import dev.docket.persistence.events.ActorRow;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * That a requester is to be erased, and what became of it.
 *
 * @param requesterIds those that tickets of the requester may name; none any more once it is finished
 * @param includeAgentTexts whether what others wrote on the tickets goes, too
 * @param afterId tickets with ids after this one are still to be done
 * @param tickets how many were done; and so on
 * @param finishedAt null if there is still something to do
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
