package dev.docket.persistence.recalculation;

import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the service level of a ticket in a working status depends on, and what is stored of it.
 *
 * @param sla its policy version, due instants and breach; the rest is null
 */
public record OpenTicketRow(
        long id,
        String priority,
        Instant createdAt,
        @Nullable Instant firstResponseAt,
        @Nested("sla_") SlaStamp sla,
        @Json List<PauseRow> slaPauses) {}
