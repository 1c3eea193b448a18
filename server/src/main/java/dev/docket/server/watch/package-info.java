/** Monitoring: the request log, metrics, and redaction of what is logged. */
@NullMarked
package dev.docket.server.watch;

import org.jspecify.annotations.NullMarked;
