/** SLA policies: their configuration and previews. */
@NullMarked
package dev.docket.server.policies;

import org.jspecify.annotations.NullMarked;
