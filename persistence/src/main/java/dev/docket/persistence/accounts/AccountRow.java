package dev.docket.persistence.accounts;

import java.time.Instant;

/** A tenant. {@code ticketPrefix} leads its ticket numbers: {@code TKT} makes {@code TKT-1}. */
public record AccountRow(String accountId, String name, String ticketPrefix, Instant createdAt) {}
