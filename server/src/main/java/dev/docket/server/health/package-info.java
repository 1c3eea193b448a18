/** The state of the service. */
@NullMarked
package dev.docket.server.health;

import org.jspecify.annotations.NullMarked;
