/** Access to PostgreSQL: transactions bound to accounts, notifications, and the migrations of the schema. */
@NullMarked
package dev.docket.persistence.database;

import org.jspecify.annotations.NullMarked;
