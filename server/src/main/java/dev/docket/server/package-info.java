/** Docket's server and its assembly. */
@NullMarked
package dev.docket.server;

import org.jspecify.annotations.NullMarked;
