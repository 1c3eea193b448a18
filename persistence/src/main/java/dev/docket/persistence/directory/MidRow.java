package dev.docket.persistence.directory;

/** A merchant identification number: the descriptor is what a cardholder reads on a statement. */
public record MidRow(long id, String uniqueId, long merchantId, String descriptor) {}
