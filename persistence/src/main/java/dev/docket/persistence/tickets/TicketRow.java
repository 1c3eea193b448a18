package dev.docket.persistence.tickets;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/** A ticket as it is stored. {@code version} grows with every change. Paused time is in business seconds. */
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
        long slaPausedSeconds,
        long responseCount,
        long internalNoteCount,
        long attachmentCount,
        long reopenCount,
        long escalationCount,
        @Json Map<String, Object> customFields,
        List<String> tags,
        @Json Map<String, Object> metaData) {}
