/** Merging tickets. */
@NullMarked
package dev.docket.server.merging;

import org.jspecify.annotations.NullMarked;
