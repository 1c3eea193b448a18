/** The stored responses to requests with an idempotency key. */
@NullMarked
package dev.docket.persistence.idempotency;

import org.jspecify.annotations.NullMarked;
