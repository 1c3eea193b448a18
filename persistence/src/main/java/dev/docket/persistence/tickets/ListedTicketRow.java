package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A ticket of a list.
 *
 * @param place its place in the order of the list: the values of the sort keys and its id, as text
 */
public record ListedTicketRow(@Nested TicketRow ticket, List<String> place) {}
