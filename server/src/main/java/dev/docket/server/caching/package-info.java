/** What was read of the database and is believed for a while. */
@NullMarked
package dev.docket.server.caching;

import org.jspecify.annotations.NullMarked;
