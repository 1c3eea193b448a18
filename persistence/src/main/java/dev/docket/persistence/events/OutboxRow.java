package dev.docket.persistence.events;

import org.jdbi.v3.core.mapper.Nested;

/** An entry of the history of a ticket that is still to be processed. */
public record OutboxRow(long id, long ticketId, @Nested HistoryRow entry) {}
