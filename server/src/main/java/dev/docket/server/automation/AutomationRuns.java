package dev.docket.server.automation;

import dev.docket.api.model.AutomationRun;
import dev.docket.persistence.automation.AutomationRunDao;
import dev.docket.persistence.database.Database;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the runs of automation rules. Thread-safe. */
final class AutomationRuns {

    private final Database database;

    public AutomationRuns(Database database) {
        this.database = database;
    }

    /**
     * Lists the runs of a rule whose conditions held, on tickets that the caller may see, the newest first.
     *
     * @throws ProblemException 403 if the caller may not read tickets; 404
     */
    public Page<AutomationRun> list(
            String account, String ruleId, Caller caller, @Nullable String cursor, int pageSize, boolean includeTotal) {
        if (!caller.has("tickets:read")) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "the runs name tickets, so this also needs the permission tickets:read");
        }
        long before = Page.after(cursor, Long.MAX_VALUE, key -> Long.valueOf(key.get(0)));
        return database.read(account, transaction -> {
            new AutomationRuleKind().find(transaction, account, ruleId);
            AutomationRunDao dao = transaction.dao(AutomationRunDao.class);
            return Page.of(
                            dao.list(account, ruleId, caller.permissions(), before, pageSize + 1),
                            pageSize,
                            row -> List.of(Long.toString(row.id())),
                            includeTotal ? dao.count(account, ruleId, caller.permissions()) : null)
                    .map(AutomationMapper.INSTANCE::toRun);
        });
    }
}
