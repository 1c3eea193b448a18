package dev.docket.persistence.transfer;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The external ids of imported tickets. A transaction that looks for one and then imports it locks the account first,
 * so that no other transaction imports the same ticket.
 */
public interface TicketImportDao {

    /** The tickets with these external ids, including deleted ones; in any order. */
    @SqlQuery("""
            SELECT i.external_id, t.id, t.unique_id, t.ticket_number,
                   coalesce(tt.required_permissions, '{}') AS required_permissions
              FROM ticket_imports i
              JOIN tickets t
                ON t.account_id = i.account_id AND t.id = i.ticket_id
              LEFT JOIN ticket_types tt
                ON tt.account_id = t.account_id AND tt.id = t.ticket_type_id
             WHERE i.account_id = :accountId
               AND i.external_id = ANY (:externalIds)
            """)
    List<ImportedTicketRow> find(String accountId, List<String> externalIds);

    /** Records that new tickets were imported, each under the external id at the same place. */
    @SqlUpdate("""
            INSERT INTO ticket_imports (account_id, external_id, ticket_id)
            SELECT :accountId, i.external_id, i.ticket_id
              FROM unnest(CAST(:externalIds AS text[]), CAST(:ticketIds AS bigint[])) i (external_id, ticket_id)
            """)
    void insert(String accountId, List<String> externalIds, List<Long> ticketIds);

    /**
     * Removes this transaction's outbox entries before it commits, so that automation does not process the imported
     * tickets.
     */
    @SqlUpdate("""
            DELETE FROM outbox
             WHERE account_id = :accountId
               AND ticket_id = ANY (:ticketIds)
            """)
    void leaveToNoRule(String accountId, List<Long> ticketIds);
}
