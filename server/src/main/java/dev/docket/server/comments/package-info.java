/** Comments on tickets. */
@NullMarked
package dev.docket.server.comments;

import org.jspecify.annotations.NullMarked;
