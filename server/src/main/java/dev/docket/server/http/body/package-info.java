/** Request bodies that are not one JSON value: NDJSON, forms, iCalendar text, byte streams. */
@NullMarked
package dev.docket.server.http.body;

import org.jspecify.annotations.NullMarked;
