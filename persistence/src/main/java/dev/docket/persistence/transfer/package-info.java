/** Tickets that come from other systems. */
@NullMarked
package dev.docket.persistence.transfer;

import org.jspecify.annotations.NullMarked;
