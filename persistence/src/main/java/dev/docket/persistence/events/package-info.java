/** The history of tickets, its only writer, and the outbox of entries that have not been processed yet. */
@NullMarked
package dev.docket.persistence.events;

import org.jspecify.annotations.NullMarked;
