/**
 * The HTTP server in front of Jersey: it reads requests strictly, waits for their bodies without holding a thread or streams
 * a few of them, and bounds time, memory, threads and connections. It knows nothing of tickets.
 */
@NullMarked
package dev.docket.server.http.transport;

import org.jspecify.annotations.NullMarked;
