/** Tickets, their history and their assignments. */
@NullMarked
package dev.docket.persistence.tickets;

import org.jspecify.annotations.NullMarked;
