/** SLA events of tickets: at risk, breached, paused and resumed, and their explanation. */
@NullMarked
package dev.docket.server.servicelevels;

import org.jspecify.annotations.NullMarked;
