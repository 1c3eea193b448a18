/** SLA policies in their versions, and business calendars. */
@NullMarked
package dev.docket.persistence.sla;

import org.jspecify.annotations.NullMarked;
