/**
 * Computes when a ticket is due: opening hours, the clock that runs only while a calendar is open, and the terms of a
 * policy. Pure rules without I/O; the current time is an argument.
 */
@NullMarked
package dev.docket.server.sla;

import org.jspecify.annotations.NullMarked;
