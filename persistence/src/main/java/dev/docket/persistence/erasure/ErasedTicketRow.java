package dev.docket.persistence.erasure;

/**
 * What was erased from a ticket.
 *
 * @param comments number of comments that lost their text
 * @param attachments number of attachments that lost their name and content
 */
public record ErasedTicketRow(long comments, long attachments) {}
