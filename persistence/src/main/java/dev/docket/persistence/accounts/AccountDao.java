package dev.docket.persistence.accounts;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface AccountDao {

    /**
     * Adds an account unless its id exists.
     *
     * @return 1, or 0 if the id exists
     */
    @SqlUpdate("""
            WITH account AS (
                INSERT INTO accounts (
                       account_id, name, ticket_prefix, erase_closed_tickets_after_days, revision, created_at, updated_at)
                VALUES (:accountId, :name, :ticketPrefix, :eraseClosedTicketsAfterDays, :revision, :createdAt, :updatedAt)
                ON CONFLICT DO NOTHING
                RETURNING account_id
            ),
            id AS (
                INSERT INTO account_ids (account_id)
                SELECT account_id
                  FROM account
            )
            INSERT INTO account_counters (account_id)
            SELECT account_id
              FROM account
            """)
    int insert(@BindMethods AccountRow account);

    @SqlQuery("""
            SELECT account_id, name, ticket_prefix, erase_closed_tickets_after_days, revision, created_at, updated_at
              FROM accounts
             WHERE account_id = :accountId
            """)
    Optional<AccountRow> find(String accountId);

    /** Those of the accounts that the transaction is for, ordered by id. */
    @SqlQuery("""
            SELECT account_id, name, ticket_prefix, erase_closed_tickets_after_days, revision, created_at, updated_at
              FROM accounts
             WHERE account_id = ANY(:accountIds)
             ORDER BY account_id
            """)
    List<AccountRow> list(List<String> accountIds);

    @SqlUpdate("""
            UPDATE accounts
               SET name = :name,
                   ticket_prefix = :ticketPrefix,
                   erase_closed_tickets_after_days = :eraseClosedTicketsAfterDays,
                   revision = :revision,
                   updated_at = :updatedAt
             WHERE account_id = :accountId
            """)
    void update(@BindMethods AccountRow account);

    /** Whether the account exists; like all queries on ids, in a transaction for any accounts or for none. */
    @SqlQuery("""
            SELECT EXISTS (SELECT FROM account_ids WHERE account_id = :accountId)
            """)
    boolean exists(String accountId);

    /** The ids of the accounts after {@code after}, in order; all of them after the empty string. */
    @SqlQuery("""
            SELECT account_id
              FROM account_ids
             WHERE account_id > :after
             ORDER BY account_id
             LIMIT :limit
            """)
    List<String> listIds(String after, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM account_ids
            """)
    long count();

    /**
     * A number that grows with every change of anything that creating a ticket of the account depends on; empty for an
     * unknown account.
     */
    @SqlQuery("""
            SELECT configuration_version
              FROM account_counters
             WHERE account_id = :accountId
            """)
    Optional<Long> configurationVersion(String accountId);

    /**
     * Makes other changes of the account's configuration, and its new tickets, wait for the end of this transaction. A
     * transaction that also changes rows which creating a ticket locks must call this first, as creating a ticket does,
     * so that they cannot deadlock.
     */
    @SqlQuery("""
            SELECT configuration_version
              FROM account_counters
             WHERE account_id = :accountId
               FOR UPDATE
            """)
    Optional<Long> lock(String accountId);
}
