package dev.docket.persistence.erasure;

/**
 * What was taken away from a ticket.
 *
 * @param comments how many lost their text
 * @param attachments how many lost their name and content
 */
public record ErasedTicketRow(long comments, long attachments) {}
