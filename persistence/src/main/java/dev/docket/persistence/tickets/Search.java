package dev.docket.persistence.tickets;

import java.util.List;

/**
 * A search.
 *
 * @param terms terms that a ticket must all match; empty: no ticket matches
 */
public record Search(List<SearchTerm> terms) {}
