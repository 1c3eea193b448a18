/** Error responses (RFC 9457): the catalogue of problem types, violations, and the mapper from exceptions. */
@NullMarked
package dev.docket.server.http.problem;

import org.jspecify.annotations.NullMarked;
