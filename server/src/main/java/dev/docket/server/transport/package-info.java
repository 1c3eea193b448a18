/**
 * The HTTP server in front of Jersey. It reads requests strictly, waits for their bodies without holding a thread,
 * streams a few of them, and limits time, memory, threads and connections. It knows nothing about tickets.
 */
@NullMarked
package dev.docket.server.transport;

import org.jspecify.annotations.NullMarked;
