/** Tickets that need more than usual: escalations, and the rules that make them by the clock. */
@NullMarked
package dev.docket.server.escalations;

import org.jspecify.annotations.NullMarked;
