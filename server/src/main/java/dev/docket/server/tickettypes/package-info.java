/** What a ticket type asks of its tickets. */
@NullMarked
package dev.docket.server.tickettypes;

import org.jspecify.annotations.NullMarked;
