/** Who calls, and what they may do. */
@NullMarked
package dev.docket.server.security;

import org.jspecify.annotations.NullMarked;
