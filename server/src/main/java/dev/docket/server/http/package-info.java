/** What every operation shares on its way from HTTP to the rules and back: JSON, validation, problems. */
@NullMarked
package dev.docket.server.http;

import org.jspecify.annotations.NullMarked;
