package dev.docket.server.directory;

import dev.docket.persistence.database.Transaction;
import java.util.Collection;

/** Whoever must know of changes of users: who takes turns of rotations depends on them. */
@FunctionalInterface
public interface UserChanges {

    /**
     * Follows a change in its own transaction, which has the account's configuration locked.
     *
     * @param userIds who was added, changed or deleted
     */
    void accept(Transaction transaction, String account, Collection<String> userIds);
}
