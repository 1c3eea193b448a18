package dev.docket.server.escalations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.EscalationEvent;
import dev.docket.api.model.EscalationRule;
import dev.docket.api.model.EscalationRuleInput;
import dev.docket.api.model.EscalationTrigger;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.escalations.EscalationRuleDao;
import dev.docket.persistence.escalations.EscalationRuleRow;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.ResourceIds;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.tickets.AssignmentTarget;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be done with escalation rules. Thread-safe. */
public final class EscalationRules {

    private static final EscalationMapper MAPPER = EscalationMapper.INSTANCE;

    /** The events that are known before they come. */
    private static final Set<EscalationEvent> FORESEEN =
            Set.of(EscalationEvent.FIRST_RESPONSE_DUE, EscalationEvent.RESOLUTION_DUE, EscalationEvent.AT_RISK);

    private final Database database;
    private final Consumer<String> changed;
    private final Clock clock;

    /** @param changed is told the account after each change, whose open tickets are to be planned again */
    public EscalationRules(Database database, Consumer<String> changed, Clock clock) {
        this.database = database;
        this.changed = changed;
        this.clock = clock;
    }

    /** @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if there is one of its id */
    public Versioned<EscalationRule> create(String account, EscalationRuleInput input) {
        Instant now = clock.instant();
        String id = ResourceIds.orNew(input.getId());
        Versioned<EscalationRule> created = ConfigurationLock.change(database, account, transaction -> {
            EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
            if (dao.find(account, id).isPresent()) {
                throw new ProblemException(ProblemType.CONFLICT, "there is an escalation rule '" + id + "' already");
            }
            requireValid(transaction, account, input);
            dao.insert(account, MAPPER.toRow(input, id, 1, now, now));
            dao.requestReplan(account);
            return show(find(dao, account, id));
        });
        changed.accept(account);
        return created;
    }

    /** @throws ProblemException 404 */
    public Versioned<EscalationRule> read(String account, String id) {
        return database.read(account, transaction -> show(find(transaction.dao(EscalationRuleDao.class), account, id)));
    }

    /** In the order of ids. */
    public Page<EscalationRule> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        String after = Page.after(cursor, "", key -> key.get(0));
        return database.read(account, transaction -> {
            EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
            return Page.of(
                            dao.list(account, after, pageSize + 1),
                            pageSize,
                            row -> List.of(row.id()),
                            includeTotal ? dao.count(account) : null)
                    .map(MAPPER::toRule);
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that would be wrong afterwards; 404; 412
     */
    public Versioned<EscalationRule> update(String account, String id, @Nullable String ifMatch, ObjectNode patch) {
        Instant now = clock.instant();
        Versioned<EscalationRule> updated = ConfigurationLock.change(database, account, transaction -> {
            EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
            EscalationRuleRow row = find(dao, account, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            EscalationRuleInput input = MergePatch.apply(patch, MAPPER.toInput(row), EscalationRuleInput.class);
            requireValid(transaction, account, input);
            if (!MAPPER.toRow(input, id, row.revision(), row.createdAt(), row.updatedAt())
                    .equals(row)) {
                dao.update(account, MAPPER.toRow(input, id, row.revision() + 1, row.createdAt(), now));
                dao.requestReplan(account);
            }
            return show(find(dao, account, id));
        });
        changed.accept(account);
        return updated;
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 404; 412
     */
    public void delete(String account, String id, @Nullable String ifMatch) {
        ConfigurationLock.change(database, account, transaction -> {
            EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
            EntityTags.requireMatch(ifMatch, find(dao, account, id).revision());
            dao.delete(account, id);
            dao.requestReplan(account);
            return null;
        });
        changed.accept(account);
    }

    private static Versioned<EscalationRule> show(EscalationRuleRow row) {
        return Versioned.of(MAPPER.toRule(row), row.revision());
    }

    private static EscalationRuleRow find(EscalationRuleDao dao, String account, String id) {
        return dao.find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no escalation rule '" + id + "' in this account"));
    }

    private static void requireValid(Transaction transaction, String account, EscalationRuleInput input) {
        List<Violation> violations = new ArrayList<>();
        EscalationTrigger trigger = input.getTrigger();
        if (trigger.getMinutes() < 0 && !FORESEEN.contains(trigger.getEvent())) {
            violations.add(Violations.inBody(
                    "/trigger/minutes",
                    ViolationCode.OUT_OF_RANGE,
                    "must not be negative: nobody knows before when that will be"));
        }
        List<String> types = input.getTicketTypeIds();
        for (int at = 0; at < types.size(); at++) {
            if (transaction
                    .dao(TicketTypeDao.class)
                    .find(account, types.get(at))
                    .isEmpty()) {
                violations.add(Violations.unknown("/ticketTypeIds/" + at, "ticket type", types.get(at)));
            }
        }
        violations.addAll(new AssignmentTarget(input.getUserId(), input.getTeamId(), input.getRotationId())
                .check(transaction, account, ""));
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }
}
