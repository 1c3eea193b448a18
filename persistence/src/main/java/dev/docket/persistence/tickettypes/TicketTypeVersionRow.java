package dev.docket.persistence.tickettypes;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;

/** One version of the custom fields of a ticket type. */
public record TicketTypeVersionRow(int version, @Json List<CustomFieldRow> customFields, Instant createdAt) {}
