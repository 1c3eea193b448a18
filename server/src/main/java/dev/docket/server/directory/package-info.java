/** What the CRM knows, and how it tells: users, teams, merchants, MIDs, leads and applications. */
@NullMarked
package dev.docket.server.directory;

import org.jspecify.annotations.NullMarked;
