package dev.docket.server.automation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.AutomationRule;
import dev.docket.api.model.AutomationRuleInput;
import dev.docket.api.model.AutomationRun;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.automation.AutomationRuleDao;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.automation.AutomationRunDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.ResourceIds;
import dev.docket.server.http.rest.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with automation rules. Thread-safe. */
public final class AutomationRules {

    private static final AutomationMapper MAPPER = AutomationMapper.INSTANCE;

    private final Database database;
    private final Clock clock;

    public AutomationRules(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if there is one of its id */
    public Versioned<AutomationRule> create(String account, AutomationRuleInput input) {
        Instant now = clock.instant();
        String id = ResourceIds.orNew(input.getId());
        return ConfigurationLock.change(database, account, transaction -> {
            AutomationRuleDao dao = transaction.dao(AutomationRuleDao.class);
            if (dao.find(account, id).isPresent()) {
                throw new ProblemException(ProblemType.CONFLICT, "there is an automation rule '" + id + "' already");
            }
            requireValid(transaction, account, input);
            AutomationRuleRow row = MAPPER.toRow(input, id, 1, now, now);
            dao.insert(account, row, row.conditions(), row.actions());
            return show(find(transaction, account, id));
        });
    }

    /** @throws ProblemException 404 */
    public Versioned<AutomationRule> read(String account, String id) {
        return database.read(account, transaction -> show(find(transaction, account, id)));
    }

    /** In the order of {@code sortOrder} and id. */
    public Page<AutomationRule> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        Place after = Page.after(cursor, Place.FIRST, key -> new Place(Integer.parseInt(key.get(0)), key.get(1)));
        return database.read(account, transaction -> {
            AutomationRuleDao dao = transaction.dao(AutomationRuleDao.class);
            return Page.of(
                            dao.list(account, after.sortOrder(), after.id(), pageSize + 1),
                            pageSize,
                            row -> List.of(Integer.toString(row.sortOrder()), row.id()),
                            includeTotal ? dao.count(account) : null)
                    .map(MAPPER::toRule);
        });
    }

    private record Place(int sortOrder, String id) {

        static final Place FIRST = new Place(Integer.MIN_VALUE, "");
    }

    /**
     * The runs of a rule whose conditions held, the last one first.
     *
     * @throws ProblemException 404
     */
    public Page<AutomationRun> listRuns(
            String account, String id, @Nullable String cursor, int pageSize, boolean includeTotal) {
        long before = Page.after(cursor, Long.MAX_VALUE, key -> Long.valueOf(key.get(0)));
        return database.read(account, transaction -> {
            find(transaction, account, id);
            AutomationRunDao dao = transaction.dao(AutomationRunDao.class);
            return Page.of(
                            dao.list(account, id, before, pageSize + 1),
                            pageSize,
                            row -> List.of(Long.toString(row.id())),
                            includeTotal ? dao.count(account, id) : null)
                    .map(MAPPER::toRun);
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that would be wrong afterwards; 404; 412
     */
    public Versioned<AutomationRule> update(String account, String id, @Nullable String ifMatch, ObjectNode patch) {
        Instant now = clock.instant();
        return ConfigurationLock.change(database, account, transaction -> {
            AutomationRuleRow row = find(transaction, account, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            AutomationRuleInput input = MergePatch.apply(patch, MAPPER.toInput(row), AutomationRuleInput.class);
            requireValid(transaction, account, input);
            if (!MAPPER.toRow(input, id, row.revision(), row.createdAt(), row.updatedAt())
                    .equals(row)) {
                AutomationRuleRow changed = MAPPER.toRow(input, id, row.revision() + 1, row.createdAt(), now);
                transaction
                        .dao(AutomationRuleDao.class)
                        .update(account, changed, changed.conditions(), changed.actions());
            }
            return show(find(transaction, account, id));
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 404; 412
     */
    public void delete(String account, String id, @Nullable String ifMatch) {
        ConfigurationLock.change(database, account, transaction -> {
            EntityTags.requireMatch(ifMatch, find(transaction, account, id).revision());
            transaction.dao(AutomationRuleDao.class).delete(account, id);
            return null;
        });
    }

    private static Versioned<AutomationRule> show(AutomationRuleRow row) {
        return Versioned.of(MAPPER.toRule(row), row.revision());
    }

    /** @throws ProblemException 404 */
    static AutomationRuleRow find(Transaction transaction, String account, String id) {
        return transaction
                .dao(AutomationRuleDao.class)
                .find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no automation rule '" + id + "' in this account"));
    }

    private static void requireValid(Transaction transaction, String account, AutomationRuleInput input) {
        List<Violation> violations = RuleCheck.check(transaction, account, input);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
