/** The entities of the CRM (users, teams, merchants, MIDs, leads and applications), and their import. */
@NullMarked
package dev.docket.server.directory;

import org.jspecify.annotations.NullMarked;
