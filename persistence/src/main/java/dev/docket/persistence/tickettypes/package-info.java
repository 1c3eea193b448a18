/** Ticket types and the versions of their custom fields. */
@NullMarked
package dev.docket.persistence.tickettypes;

import org.jspecify.annotations.NullMarked;
