package dev.docket.persistence.tickets;

/**
 * Something to search for.
 *
 * @param text its words must follow one another; one without any asks for nothing
 * @param isPrefix the last word may be the beginning of one
 * @param isExcluded tickets that have it are not found
 */
public record SearchTerm(String text, boolean isPrefix, boolean isExcluded) {}
