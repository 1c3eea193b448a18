/** Files of tickets, and their content where that is in the database. */
@NullMarked
package dev.docket.persistence.attachments;

import org.jspecify.annotations.NullMarked;
