package dev.docket.persistence.recalculation;

import dev.docket.persistence.servicelevels.PauseRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/** What the service level of a ticket in a working status depends on, and what is stored of it. */
public record OpenTicketRow(
        long id,
        String priority,
        Instant createdAt,
        @Nullable Instant firstResponseAt,
        int slaPolicyVersion,
        @Nullable Instant slaFirstResponseDue,
        @Nullable Instant slaResolutionDue,
        @Nullable Instant slaBreachedAt,
        @Json List<PauseRow> slaPauses) {}
