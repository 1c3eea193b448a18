/** Rules that look at what happens to tickets, and the outbox that they read. */
@NullMarked
package dev.docket.persistence.automation;

import org.jspecify.annotations.NullMarked;
