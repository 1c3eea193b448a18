package dev.docket.persistence.automation;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The runs of rules. */
public interface AutomationRunDao {

    /** Adds a run; does nothing if the rule was deleted. */
    @SqlUpdate("""
            INSERT INTO automation_runs (account_id, rule_id, ticket_id, history_number, outcome, changed_number, detail, at)
            SELECT account_id, id, :ticketId, :historyNumber, :outcome, :changedNumber, :detail, :at
              FROM automation_rules
             WHERE account_id = :accountId
               AND id = :ruleId
            """)
    void insert(
            String accountId,
            String ruleId,
            long ticketId,
            int historyNumber,
            String outcome,
            @Nullable Integer changedNumber,
            @Nullable String detail,
            Instant at);

    /** Lists the runs of a rule before one of them, the newest first. */
    @EndsByBytes
    @SqlQuery("""
            SELECT r.id, t.unique_id, t.ticket_number, r.history_number, r.outcome, r.changed_number, r.detail, r.at
              FROM automation_runs r
              JOIN tickets t ON t.account_id = r.account_id AND t.id = r.ticket_id
             WHERE r.account_id = :accountId
               AND r.rule_id = :ruleId
               AND r.id < :before
             ORDER BY r.id DESC
             LIMIT :limit
            """)
    List<PageRow<AutomationRunRow>> list(String accountId, String ruleId, long before, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM automation_runs
             WHERE account_id = :accountId
               AND rule_id = :ruleId
            """)
    long count(String accountId, String ruleId);

    /** Deletes all but the newest runs of each rule. */
    @SqlUpdate("""
            DELETE FROM automation_runs r
             USING automation_rules a
             WHERE a.account_id = :accountId
               AND r.account_id = a.account_id
               AND r.rule_id = a.id
               AND r.id <= (SELECT o.id
                              FROM automation_runs o
                             WHERE o.account_id = a.account_id
                               AND o.rule_id = a.id
                             ORDER BY o.id DESC
                            OFFSET :kept
                             LIMIT 1)
            """)
    void prune(String accountId, int kept);
}
