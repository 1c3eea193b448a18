/** How a package adds its operations and jobs to the server. */
@NullMarked
package dev.docket.server.features;

import org.jspecify.annotations.NullMarked;
