/** Escalations of tickets, and the rules that make them by the clock. */
@NullMarked
package dev.docket.persistence.escalations;

import org.jspecify.annotations.NullMarked;
