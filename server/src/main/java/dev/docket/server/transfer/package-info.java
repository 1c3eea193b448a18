/** Import of tickets from other systems, and export. */
@NullMarked
package dev.docket.server.transfer;

import org.jspecify.annotations.NullMarked;
