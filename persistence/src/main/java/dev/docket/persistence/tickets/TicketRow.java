package dev.docket.persistence.tickets;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A stored ticket. As JSON it is as flat as its columns.
 *
 * @param version the number of its last history entry
 * @param awaitsRotationId the rotation whose next available member gets the ticket; null if it does not wait
 */
@RecordBuilder
@PropagateNull("id")
public record TicketRow(
        String accountId,
        long id,
        UUID uniqueId,
        String ticketNumber,
        long version,
        @Nested @JsonUnwrapped TicketBasics basics,

        @Nested("requester_") @JsonUnwrapped(prefix = "requester_")
        Requester requester,

        @Nullable String assignedTo,
        @Nullable Long assignedTeamId,
        @Nested @JsonUnwrapped Links links,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable Instant firstResponseAt,
        @Nullable Instant lastResponseAt,
        @Nullable Instant lastCustomerResponseAt,
        @Nested("sla_") @JsonUnwrapped(prefix = "sla_") SlaStamp sla,
        @Json List<PauseRow> slaPauses,
        @Nested @JsonUnwrapped Counters counters,
        @Json Map<String, Object> customFields,
        List<String> tags,
        @Json Map<String, Object> metaData,
        @Nullable String awaitsRotationId,
        @Nullable Instant deletedAt) {}
