package dev.docket.persistence.erasure;

import java.time.Instant;

/** A ticket that was closed or deleted at an instant. */
public record EndedTicketRow(long id, Instant endedAt) {}
