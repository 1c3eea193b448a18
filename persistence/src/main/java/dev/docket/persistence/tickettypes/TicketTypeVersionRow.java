package dev.docket.persistence.tickettypes;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;

/** The custom fields of a ticket type, as they were or are. */
public record TicketTypeVersionRow(int version, @Json List<CustomFieldRow> customFields, Instant createdAt) {}
