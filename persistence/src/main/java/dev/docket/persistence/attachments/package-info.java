/** Files of tickets, and the content of those that are stored in the database. */
@NullMarked
package dev.docket.persistence.attachments;

import org.jspecify.annotations.NullMarked;
