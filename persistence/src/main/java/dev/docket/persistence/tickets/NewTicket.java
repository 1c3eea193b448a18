package dev.docket.persistence.tickets;

import dev.docket.persistence.servicelevels.PauseRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as it goes into the database: what the request said and what the server computed. The statement that stores it
 * adds the rest: requester, linked names, number, assignee.
 *
 * @param configurationVersion of the account, as it was when the server computed this
 * @param checkOnly look the related entities up and report what is wrong with them, but store nothing
 * @param requesterNumber {@code requesterId} as an integer where it is one
 * @param applicationNumber {@code applicationId} as an integer where it is one
 * @param rotationId the rotation that decides who gets it; null if the type has none or the request named an assignee
 * @param rotationEpoch the rotation's epoch in force; null without a rotation
 * @param takesTurn whether somebody of the rotation takes a turn; if not, the pool is empty
 * @param keyHash the SHA-256 of the idempotency key that its request came with; null without one
 */
public record NewTicket(
        String accountId,
        long configurationVersion,
        boolean checkOnly,
        UUID uniqueId,
        @Nullable String ticketTypeId,
        @Nullable Integer ticketTypeVersion,
        @Nullable String subject,
        @Nullable String description,
        String status,
        String priority,
        String category,
        String source,
        String requesterType,
        String requesterId,
        @Nullable Long requesterNumber,
        @Nullable String requesterName,
        @Nullable String requesterEmail,
        @Nullable String requesterPhone,
        @Nullable String assignedTo,
        @Nullable Long assignedTeamId,
        @Nullable String rotationId,
        @Nullable Integer rotationEpoch,
        boolean takesTurn,
        @Nullable Long merchantId,
        @Nullable Long leadId,
        @Nullable String applicationId,
        @Nullable Long applicationNumber,
        @Nullable Long midId,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable String slaPolicyId,
        @Nullable Integer slaPolicyVersion,
        @Nullable Instant slaFirstResponseAtRiskAt,
        @Nullable Instant slaFirstResponseDue,
        @Nullable Instant slaResolutionAtRiskAt,
        @Nullable Instant slaResolutionDue,
        @Nullable Instant slaPausedAt,
        List<PauseRow> slaPauses,
        @Nullable Instant slaBreachedFrom,
        @Nullable Instant slaAtRiskFrom,
        @Nullable Instant slaNextEventAt,
        Map<String, Object> customFields,
        List<String> tags,
        String actorType,
        String actorId,
        String actorName,
        String requestId,
        byte @Nullable [] keyHash) {}
