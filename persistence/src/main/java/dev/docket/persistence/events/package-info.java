/** The outbox: changes of tickets that have not been processed yet. */
@NullMarked
package dev.docket.persistence.events;

import org.jspecify.annotations.NullMarked;
