/** Many tickets at once, from other systems and to them. */
@NullMarked
package dev.docket.server.transfer;

import org.jspecify.annotations.NullMarked;
