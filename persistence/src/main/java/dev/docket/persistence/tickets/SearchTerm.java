package dev.docket.persistence.tickets;

/**
 * A term of a search.
 *
 * @param text its words must follow one another; a text without words has no effect
 * @param isPrefix whether the last word also matches as a prefix
 * @param isExcluded whether the term excludes the tickets that match it
 */
public record SearchTerm(String text, boolean isPrefix, boolean isExcluded) {}
