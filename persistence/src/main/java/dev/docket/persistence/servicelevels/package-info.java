/** SLA events and pauses of tickets, and tickets with an SLA event that is due. */
@NullMarked
package dev.docket.persistence.servicelevels;

import org.jspecify.annotations.NullMarked;
