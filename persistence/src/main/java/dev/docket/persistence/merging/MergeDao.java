package dev.docket.persistence.merging;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Moves the parts of a ticket to another one; this transaction has locked both. */
public interface MergeDao {

    /**
     * Moves all comments with their indexed words, in their order.
     *
     * @param last the number of the last comment of the other ticket; 0 if it has none
     */
    default void moveComments(String accountId, long from, long to, long last) {
        renumberComments(accountId, from, to, last);
        addWords(accountId, from, to);
        removeWords(accountId, from);
    }

    @SqlUpdate("""
            UPDATE ticket_comments
               SET ticket_id = :to,
                   number = number + :last
             WHERE account_id = :accountId
               AND ticket_id = :from
            """)
    void renumberComments(String accountId, long from, long to, long last);

    /** Adds the indexed words unless they exceed the size limit of an index entry, as for every comment. */
    @SqlUpdate("""
            UPDATE ticket_search t
               SET comments = t.comments || f.comments
              FROM ticket_search f
             WHERE t.account_id = :accountId
               AND t.ticket_id = :to
               AND f.account_id = :accountId
               AND f.ticket_id = :from
               AND pg_column_size(t.comments || f.comments) <= 262144
            """)
    void addWords(String accountId, long from, long to);

    @SqlUpdate("""
            UPDATE ticket_search
               SET comments = ''
             WHERE account_id = :accountId
               AND ticket_id = :from
            """)
    void removeWords(String accountId, long from);

    /** @return the number of moved attachments */
    @SqlUpdate("""
            UPDATE attachments
               SET ticket_id = :to
             WHERE account_id = :accountId
               AND ticket_id = :from
               AND state = 'attached'
            """)
    int moveAttachments(String accountId, long from, long to);
}
