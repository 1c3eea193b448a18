/** Authentication, authorization and rate limits. */
@NullMarked
package dev.docket.server.security;

import org.jspecify.annotations.NullMarked;
