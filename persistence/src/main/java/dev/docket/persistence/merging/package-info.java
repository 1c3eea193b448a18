/** The move of comments and attachments from one ticket to another. */
@NullMarked
package dev.docket.persistence.merging;

import org.jspecify.annotations.NullMarked;
