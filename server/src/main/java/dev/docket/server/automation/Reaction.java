package dev.docket.server.automation;

import dev.docket.api.model.AutomationEvent;
import dev.docket.api.model.AutomationRunOutcome;
import dev.docket.api.model.Violation;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.automation.AutomationRunDao;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.events.HistoryDao;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.events.OutboxDao;
import dev.docket.persistence.events.OutboxRow;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.security.Actor;
import dev.docket.server.tickets.AssignmentTarget;
import dev.docket.server.tickets.TicketChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reaction of an account's rules to one entry in the history of a ticket. All their changes and the removal of the
 * entry from the outbox are one transaction. Not thread-safe.
 */
final class Reaction {

    /** The length of a chain of automatic changes after which no rule runs. */
    static final int MAX_DEPTH = 5;

    private static final String REQUEST = "automation-rules";

    private final AccountRulesCache configurations;
    private final String account;
    private final OutboxRow row;
    private final List<AutomationRuleRow> rules;
    private final Set<String> broken;
    private final Instant now;
    private final List<TicketChange> changes = new ArrayList<>();
    private boolean hasRuns;
    private @Nullable String current;

    /**
     * @param rules the active rules, in their order
     * @param broken ids of rules that have already failed at this entry
     */
    Reaction(
            AccountRulesCache configurations,
            String account,
            OutboxRow row,
            List<AutomationRuleRow> rules,
            Set<String> broken,
            Instant now) {
        this.configurations = configurations;
        this.account = account;
        this.row = row;
        this.broken = broken;
        this.now = now;
        Set<AutomationEvent> events = RuleEvents.of(row.entry());
        this.rules = rules.stream()
                .filter(rule ->
                        rule.events().stream().map(AutomationEvent::fromValue).anyMatch(events::contains))
                .toList();
    }

    /** Returns the rules that react to the event. */
    List<AutomationRuleRow> rules() {
        return rules;
    }

    boolean locksAccount() {
        return rules.stream().anyMatch(Actions::lockAccount);
    }

    /** Returns the changes that were made. */
    List<TicketChange> changes() {
        return changes;
    }

    boolean hasRuns() {
        return hasRuns;
    }

    /** Returns the rule that was running at the failure; null if none was. */
    @Nullable
    String current() {
        return current;
    }

    /** Runs the rules; to be called once, with the account locked if it {@link #locksAccount}. */
    void run(Transaction transaction) {
        Actor reader = Actor.system(REQUEST, "Automation", REQUEST, 0);
        TicketChange ticket = TicketChange.ofAny(transaction, account, Long.toString(row.ticketId()), reader, now);
        boolean isFirst = transaction.dao(OutboxDao.class).take(account, row.id()) == 1;
        if (!isFirst || ticket.before().deletedAt() != null) {
            return;
        }
        for (AutomationRuleRow rule : rules) {
            current = rule.id();
            if (broken.contains(rule.id())) {
                record(
                        transaction,
                        rule,
                        AutomationRunOutcome.FAILED,
                        null,
                        "a fault in the service, recorded in its log; the rule is not retried");
            } else {
                run(transaction, rule);
            }
            current = null;
        }
    }

    private void run(Transaction transaction, AutomationRuleRow rule) {
        HistoryRow entry = row.entry();
        Actions actions = new Actions(transaction, configurations, rule);
        TicketChange change = begin(transaction, rule, List.of()).orElse(null);
        // The author of the rule may not see the ticket, so the rule does not either.
        if (change == null || !Conditions.areMet(rule.conditions(), RuleContext.of(change, entry))) {
            return;
        }
        String reason = stopped(transaction, rule);
        if (reason != null) {
            record(transaction, rule, AutomationRunOutcome.STOPPED, null, reason);
            return;
        }
        if (actions.takesTurns()) {
            change = begin(transaction, rule, actions.targets()).orElseThrow();
            if (!Conditions.areMet(rule.conditions(), RuleContext.of(change, entry))) {
                return;
            }
        }
        try {
            OptionalInt changed = actions.perform(change, entry.number());
            if (changed.isPresent()) {
                changes.add(change);
                record(transaction, rule, AutomationRunOutcome.CHANGED, changed.getAsInt(), null);
            }
        } catch (ProblemException refusal) {
            record(transaction, rule, AutomationRunOutcome.REFUSED, null, describe(refusal));
        }
    }

    /** Locks the ticket for the rule; empty if its author may not see the ticket. */
    private Optional<TicketChange> begin(
            Transaction transaction, AutomationRuleRow rule, List<AssignmentTarget> targets) {
        Actor actor = Actor.rule(
                rule.id(),
                rule.name(),
                rule.authorPermissions(),
                row.entry().cause().requestId(),
                row.entry().cause().depth() + 1);
        return TicketChange.seenAndAssigning(transaction, targets, account, Long.toString(row.ticketId()), actor, now);
    }

    /** @return why the rule must not react to this entry, because it could loop; null if it may */
    private @Nullable String stopped(Transaction transaction, AutomationRuleRow rule) {
        if (row.entry().cause().depth() >= MAX_DEPTH) {
            return "a chain of %d automatic changes led to this one".formatted(MAX_DEPTH);
        }
        return chain(transaction).contains(rule.id()) ? "an earlier change by this rule led to this one" : null;
    }

    /** Returns the rules that led to this entry. */
    private Set<String> chain(Transaction transaction) {
        Set<String> chain = new HashSet<>();
        HistoryRow entry = row.entry();
        while (entry.cause().depth() > 0 && entry.after().get("causedBy") instanceof Number cause) {
            if (entry.after().get("ruleId") instanceof String rule) {
                chain.add(rule);
            }
            entry = transaction
                    .dao(HistoryDao.class)
                    .list(account, row.ticketId(), cause.intValue() - 1, 1)
                    .get(0)
                    .row();
        }
        return chain;
    }

    private void record(
            Transaction transaction,
            AutomationRuleRow rule,
            AutomationRunOutcome outcome,
            @Nullable Integer changedNumber,
            @Nullable String detail) {
        hasRuns = true;
        transaction.count("docket.automation.executions", "outcome", outcome.toString(), 1);
        transaction
                .dao(AutomationRunDao.class)
                .insert(
                        account,
                        rule.id(),
                        row.ticketId(),
                        row.entry().number(),
                        outcome.toString(),
                        changedNumber,
                        detail,
                        now);
    }

    private static String describe(ProblemException refusal) {
        return refusal.violations().isEmpty()
                ? refusal.getMessage()
                : refusal.violations().stream().map(Reaction::describe).collect(Collectors.joining("; "));
    }

    private static String describe(Violation violation) {
        return violation.getPointer() + ": " + violation.getDetail();
    }
}
