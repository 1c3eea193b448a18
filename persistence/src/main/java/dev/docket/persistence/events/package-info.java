/** The outbox: what happened to tickets and has not been processed yet. */
@NullMarked
package dev.docket.persistence.events;

import org.jspecify.annotations.NullMarked;
