/** How the server is watched: a line for each request, and what is counted and timed. */
@NullMarked
package dev.docket.server.watch;

import org.jspecify.annotations.NullMarked;
