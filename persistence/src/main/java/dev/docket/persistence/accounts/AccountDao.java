package dev.docket.persistence.accounts;

import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface AccountDao {

    /** Adds an account unless there is one with its id. */
    @SqlUpdate("""
            WITH account AS (
                INSERT INTO accounts (account_id, name, ticket_prefix, created_at)
                VALUES (:accountId, :name, :ticketPrefix, :createdAt)
                ON CONFLICT DO NOTHING
                RETURNING account_id
            )
            INSERT INTO account_counters (account_id)
            SELECT account_id
              FROM account
            """)
    int insert(@BindMethods AccountRow account);

    @SqlQuery("""
            SELECT account_id, name, ticket_prefix, created_at
              FROM accounts
             WHERE account_id = :accountId
            """)
    Optional<AccountRow> find(String accountId);

    /** Grows with every change of what creating a ticket of the account depends on; empty for an unknown account. */
    @SqlQuery("""
            SELECT configuration_version
              FROM account_counters
             WHERE account_id = :accountId
            """)
    Optional<Long> configurationVersion(String accountId);

    /**
     * Makes other changes of the configuration, and new tickets, of the account wait for the end of this transaction.
     * Whoever changes what creating a ticket locks too must do this first, as that does: so they cannot deadlock.
     */
    @SqlQuery("""
            SELECT configuration_version
              FROM account_counters
             WHERE account_id = :accountId
               FOR UPDATE
            """)
    Optional<Long> lock(String accountId);
}
