/**
 * The PostgreSQL included in Docket: its default database, started and stopped with the server.
 *
 * <p>{@link dev.docket.persistence.embedded.EmbeddedDatabase} is the only entry point. All its files are in one data
 * folder, readable only by its owner:
 *
 * <pre>
 * docket.lock              held while a process has the database open; names that process
 * credentials.properties   the passwords, created on the first start
 * postgres/                the data
 * postgres.log             the log of PostgreSQL (no statements, no values)
 * runtime/                 PostgreSQL itself, unpacked; may be deleted while it is stopped
 * first-start/             only during a first start: not yet a database
 * </pre>
 */
@NullMarked
package dev.docket.persistence.embedded;

import org.jspecify.annotations.NullMarked;
