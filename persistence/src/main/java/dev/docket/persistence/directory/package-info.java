/** The entities of the CRM: users, teams, merchants, MIDs, leads and applications. */
@NullMarked
package dev.docket.persistence.directory;

import org.jspecify.annotations.NullMarked;
