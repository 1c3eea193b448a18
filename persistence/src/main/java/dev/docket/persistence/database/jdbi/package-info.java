/** What JDBI needs to map records, JSON columns and SQL files, once per statement instead of once per call. */
@NullMarked
package dev.docket.persistence.database.jdbi;

import org.jspecify.annotations.NullMarked;
