/** A request that is sent again does nothing again: the keys that clients give their requests. */
@NullMarked
package dev.docket.server.idempotency;

import org.jspecify.annotations.NullMarked;
