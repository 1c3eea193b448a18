package dev.docket.server.automation;

import dev.docket.api.model.AutomationConditionResult;
import dev.docket.api.model.AutomationEvent;
import dev.docket.api.model.AutomationOperator;
import dev.docket.api.model.AutomationTestInput;
import dev.docket.api.model.AutomationTestResult;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.automation.AutomationConditionRow;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.body.LineProblems;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.TicketField;
import dev.docket.server.tickets.Tickets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Tries rules without a lasting change: it runs them in a transaction and rolls that back. Thread-safe. */
final class AutomationTrial {

    private final Database database;
    private final AccountRulesCache configurations;
    private final Clock clock;

    public AutomationTrial(Database database, AccountRulesCache configurations, Clock clock) {
        this.database = database;
        this.configurations = configurations;
        this.clock = clock;
    }

    /** Rolls a transaction back. */
    private static final class Undone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient AutomationTestResult result;

        Undone(AutomationTestResult result) {
            super("rolled back on purpose", null, false, false);
            this.result = result;
        }
    }

    /**
     * Returns what the rule would do if the event happened to the ticket now.
     *
     * @throws ProblemException 400 if the ticket does not exist; 403 if the caller may not read tickets, or the author
     *     of the rule may not see this one; 404 if the rule does not exist
     */
    public AutomationTestResult run(
            String account, String ruleId, AutomationTestInput input, Caller caller, String requestId) {
        if (!caller.has("tickets:read")) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "the result shows a ticket, so this also needs the permission tickets:read");
        }
        try {
            return ConfigurationLock.change(database, account, transaction -> {
                AutomationRuleRow rule = new AutomationRuleKind().find(transaction, account, ruleId);
                String ticketId = Long.toString(find(transaction, account, input.getTicketId(), caller));
                throw new Undone(tryOut(transaction, account, rule, ticketId, input, requestId));
            });
        } catch (Undone undone) {
            return undone.result;
        }
    }

    private static long find(Transaction transaction, String account, String ticketId, Caller caller) {
        try {
            return Tickets.find(transaction, account, ticketId, caller).ticket().id();
        } catch (ProblemException missing) {
            throw ProblemException.invalid(List.of(Violations.unknown("/ticketId", "ticket", ticketId)));
        }
    }

    private AutomationTestResult tryOut(
            Transaction transaction,
            String account,
            AutomationRuleRow rule,
            String ticketId,
            AutomationTestInput input,
            String requestId) {
        Instant now = clock.instant();
        Actor actor = Actor.rule(rule.id(), rule.name(), rule.authorPermissions(), requestId, 1);
        TicketChange change = TicketChange.seenAndAssigning(transaction, List.of(), account, ticketId, actor, now)
                .orElseThrow(AutomationTrial::hidden);
        TicketRow ticket = change.before();
        boolean isCreation = input.getEvent() == AutomationEvent.TICKET_CREATED;
        RuleContext facts = RuleContext.of(
                change,
                isCreation ? Map.of() : Objects.requireNonNullElse(input.getBefore(), Map.of()),
                isCreation ? Map.of() : Objects.requireNonNullElse(input.getAfter(), Map.of()));
        boolean isTriggered = rule.events().contains(input.getEvent().toString());
        boolean isFired = isTriggered && Conditions.areMet(rule.conditions(), facts);
        AutomationTestResult result = new AutomationTestResult()
                .isTriggered(isTriggered)
                .isFired(isFired)
                .all(results(rule.conditions().all(), facts))
                .any(results(rule.conditions().any(), facts))
                .before(Map.of())
                .after(Map.of());
        if (!isFired) {
            return result;
        }
        Actions actions = new Actions(transaction, configurations, rule);
        if (actions.takesTurns()) {
            change = TicketChange.assigning(transaction, actions.targets(), account, ticketId, actor, now);
        }
        try {
            OptionalInt changed = actions.perform(change, (int) ticket.version());
            if (changed.isPresent()) {
                // The member whose turn it was has the ticket now.
                TicketRow after = TicketChange.of(transaction, account, ticketId, actor, now)
                        .before();
                result.before(TicketField.differing(ticket, after)).after(TicketField.differing(after, ticket));
            }
        } catch (ProblemException refusal) {
            result.problem(LineProblems.of(refusal));
        }
        return result;
    }

    private static ProblemException hidden() {
        return new ProblemException(
                ProblemType.FORBIDDEN, "the rule acts on no ticket of this type, since its author may not see them");
    }

    private static List<AutomationConditionResult> results(List<AutomationConditionRow> conditions, RuleContext facts) {
        return conditions.stream()
                .map(condition -> new AutomationConditionResult()
                        .field(condition.field())
                        .operator(AutomationOperator.fromValue(condition.operator()))
                        .isMet(Conditions.isMet(condition, facts)))
                .toList();
    }
}
