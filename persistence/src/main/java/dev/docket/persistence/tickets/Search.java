package dev.docket.persistence.tickets;

import java.util.List;

/**
 * A search.
 *
 * @param text everything that was typed: it may be a phone number or a ticket number
 * @param terms terms that a ticket must all match; empty: no ticket matches
 */
public record Search(String text, List<SearchTerm> terms) {}
