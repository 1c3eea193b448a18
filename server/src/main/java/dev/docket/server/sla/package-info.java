/**
 * When a ticket is due: business calendars, the clock that runs only while they are open, and what a policy promises. Pure
 * rules without I/O; the current time is an argument.
 */
@NullMarked
package dev.docket.server.sla;

import org.jspecify.annotations.NullMarked;
