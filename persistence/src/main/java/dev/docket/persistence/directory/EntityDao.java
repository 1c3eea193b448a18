package dev.docket.persistence.directory;

import java.util.List;
import java.util.Optional;

/**
 * What can be asked of every kind of entity, and done to it.
 *
 * @param <K> its id
 */
public interface EntityDao<K, R extends EntityRow> {

    // The ends of statements that select from a table as e.

    String OF_ID = """
             WHERE e.account_id = :accountId
               AND e.id = :id
            """;

    String LOCKED = """
               FOR UPDATE OF e
            """;

    String BEHIND = """
               AND e.id > :after
             ORDER BY e.id
             LIMIT :limit
            """;

    Optional<R> find(String accountId, K id);

    /** Like {@link #find}; besides, nothing comes to refer to the entity before this transaction has ended. */
    Optional<R> lock(String accountId, K id);

    /**
     * By id, those behind {@code after}.
     *
     * @param search what must occur in the texts that a person would look for, in any case of letters; empty: all do
     */
    List<R> list(String accountId, K after, String search, int limit);

    long count(String accountId, String search);

    /** The other entity that has what must be unique in {@code row}. */
    default Optional<K> holder(String accountId, R row) {
        return Optional.empty();
    }

    /** Adds the entity with revision 1, or replaces the one of its id, with the next revision; that of the row is not used. */
    void put(String accountId, R row);

    /** With all that belongs to it alone. */
    void delete(String accountId, K id);

    /** The number of tickets that refer to it. */
    long countTickets(String accountId, K id);

    /** The ids of the tickets that refer to it; nobody else changes them before this transaction has ended. */
    List<Long> lockTickets(String accountId, K id);
}
