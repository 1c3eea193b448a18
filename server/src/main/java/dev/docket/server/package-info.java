/** Docket's server and how it is put together. */
@NullMarked
package dev.docket.server;

import org.jspecify.annotations.NullMarked;
