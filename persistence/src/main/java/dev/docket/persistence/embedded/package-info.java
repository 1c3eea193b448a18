/**
 * The PostgreSQL that Docket brings along: its default database, started and stopped with the server.
 *
 * <p>{@link dev.docket.persistence.embedded.EmbeddedDatabase} is the only way in. Everything it keeps lies in one data
 * folder, readable by its owner alone:
 *
 * <pre>
 * docket.lock              held while a process has the database open; names that process
 * credentials.properties   the passwords, made on the first start
 * postgres/                the data
 * postgres.log             what PostgreSQL says (no statements, no values)
 * runtime/                 PostgreSQL itself, unpacked; may be deleted while nothing runs
 * first-start/             only while a first start is under way: not yet a database
 * </pre>
 */
@NullMarked
package dev.docket.persistence.embedded;

import org.jspecify.annotations.NullMarked;
