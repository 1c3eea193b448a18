package dev.docket.persistence.tickets;

import java.util.List;

/**
 * What to search for.
 *
 * @param terms all must be found; empty: nothing is found
 */
public record Search(List<SearchTerm> terms) {}
