package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A ticket of a list.
 *
 * @param place where it is in the order of the list: the values of what it is sorted by and its id, as text
 */
public record ListedTicketRow(@Nested TicketRow ticket, List<String> place) {}
