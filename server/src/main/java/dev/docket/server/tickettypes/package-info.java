/** Ticket types and the rules that tickets of a type must meet. */
@NullMarked
package dev.docket.server.tickettypes;

import org.jspecify.annotations.NullMarked;
