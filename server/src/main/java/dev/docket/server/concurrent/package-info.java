/** What threads share: batches of submitted items, and cached reads of the database. */
@NullMarked
package dev.docket.server.concurrent;

import org.jspecify.annotations.NullMarked;
