/** Comments on tickets. */
@NullMarked
package dev.docket.persistence.comments;

import org.jspecify.annotations.NullMarked;
