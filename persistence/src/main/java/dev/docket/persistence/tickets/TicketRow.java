package dev.docket.persistence.tickets;

import dev.docket.persistence.servicelevels.PauseRow;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as it is stored.
 *
 * @param version the number of its last history entry
 * @param slaBreachedFrom after it the ticket is breached, if nothing else happens; null: never
 * @param slaAtRiskFrom from then on it is at risk, if nothing else happens; null: never
 * @param slaNextEventAt when to look whether there is something to record of its service level; null: never
 * @param awaitsRotationId the rotation that has nobody to give it to; null if it waits for none
 */
@RecordBuilder
@PropagateNull("id")
public record TicketRow(
        String accountId,
        long id,
        UUID uniqueId,
        String ticketNumber,
        long version,
        @Nullable String ticketTypeId,
        @Nullable Integer ticketTypeVersion,
        String subject,
        String description,
        String status,
        String priority,
        String category,
        String source,
        String requesterType,
        String requesterId,
        String requesterName,
        String requesterEmail,
        @Nullable String requesterPhone,
        @Nullable String assignedTo,
        @Nullable Long assignedTeamId,
        @Nullable Long merchantId,
        @Nullable String merchantName,
        @Nullable Long leadId,
        @Nullable String applicationId,
        @Nullable Long midId,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable Instant firstResponseAt,
        @Nullable Instant lastResponseAt,
        @Nullable Instant lastCustomerResponseAt,
        @Nullable String slaPolicyId,
        @Nullable Integer slaPolicyVersion,
        @Nullable Instant slaFirstResponseAtRiskAt,
        @Nullable Instant slaFirstResponseDue,
        @Nullable Instant slaResolutionAtRiskAt,
        @Nullable Instant slaResolutionDue,
        @Nullable Instant slaBreachedAt,
        @Nullable Instant slaPausedAt,
        @Json List<PauseRow> slaPauses,
        @Nullable Instant slaBreachedFrom,
        @Nullable Instant slaAtRiskFrom,
        @Nullable Instant slaNextEventAt,
        long responseCount,
        long internalNoteCount,
        long attachmentCount,
        long reopenCount,
        long escalationCount,
        @Json Map<String, Object> customFields,
        List<String> tags,
        @Json Map<String, Object> metaData,
        @Nullable String awaitsRotationId,
        @Nullable Instant deletedAt) {}
