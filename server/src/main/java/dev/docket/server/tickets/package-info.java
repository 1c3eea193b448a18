/** The life of a ticket: creating, reading, listing, changing, deleting and restoring it. */
@NullMarked
package dev.docket.server.tickets;

import org.jspecify.annotations.NullMarked;
