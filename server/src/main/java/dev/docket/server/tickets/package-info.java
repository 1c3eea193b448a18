/** Creating and reading tickets. */
@NullMarked
package dev.docket.server.tickets;

import org.jspecify.annotations.NullMarked;
