package dev.docket.persistence.recalculation;

import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A ticket in a working status, with the values that its service level depends on and those stored for it.
 *
 * @param sla its policy version, due instants and breach; the other values are null
 */
public record OpenTicketRow(
        long id,
        String priority,
        Instant createdAt,
        @Nullable Instant firstResponseAt,
        @Nested("sla_") SlaStamp sla,
        @Json List<PauseRow> slaPauses) {}
