/** Business calendars. */
@NullMarked
package dev.docket.persistence.calendars;

import org.jspecify.annotations.NullMarked;
