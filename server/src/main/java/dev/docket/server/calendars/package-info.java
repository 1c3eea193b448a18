/** Business calendars: their configuration, checks, and holidays from iCalendar files. */
@NullMarked
package dev.docket.server.calendars;

import org.jspecify.annotations.NullMarked;
