package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;

/** A ticket as the contract shows it. {@code version} grows with every change and is its ETag. */
public record StoredTicket(Ticket ticket, long version) {}
