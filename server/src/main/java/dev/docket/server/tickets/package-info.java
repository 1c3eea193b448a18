/** The life of a ticket: it is created, read, listed, changed, deleted and restored. */
@NullMarked
package dev.docket.server.tickets;

import org.jspecify.annotations.NullMarked;
