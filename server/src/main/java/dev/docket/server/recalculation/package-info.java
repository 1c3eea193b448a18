/** Recalculates the SLA of open tickets after a policy or calendar has changed. */
@NullMarked
package dev.docket.server.recalculation;

import org.jspecify.annotations.NullMarked;
