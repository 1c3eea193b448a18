/**
 * When a ticket is due: business calendars, the clock that runs only while they are open, and what a policy promises. Those
 * are pure rules without I/O, to which the current time is an argument; around them is what accounts set up of both.
 */
@NullMarked
package dev.docket.server.sla;

import org.jspecify.annotations.NullMarked;
