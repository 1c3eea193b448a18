/** The answers that are kept for requests with an idempotency key. */
@NullMarked
package dev.docket.persistence.idempotency;

import org.jspecify.annotations.NullMarked;
