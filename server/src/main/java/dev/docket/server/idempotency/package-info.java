/** Idempotency keys: a request that is sent again is not executed again. */
@NullMarked
package dev.docket.server.idempotency;

import org.jspecify.annotations.NullMarked;
