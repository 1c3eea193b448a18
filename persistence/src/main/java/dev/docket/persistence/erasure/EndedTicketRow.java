package dev.docket.persistence.erasure;

import java.time.Instant;

/** A ticket, and when it was closed or deleted. */
public record EndedTicketRow(long id, Instant endedAt) {}
