package dev.docket.server.automation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.AutomationActionType;
import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketStatus;
import dev.docket.api.model.Violation;
import dev.docket.persistence.automation.AutomationActionRow;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.comments.Comments;
import dev.docket.server.escalations.Escalator;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.text.Composed;
import dev.docket.server.tickets.AssignmentTarget;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.TicketEdit;
import dev.docket.server.tickets.TicketLifecycle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The actions of a rule, carried out on a ticket: all of them or none, as one change. Works in one transaction. */
final class Actions {

    /** The action name of the change in the history. */
    private static final String AUTOMATED = "automated";

    private static final JsonMapper JSON = new JsonMapper();

    private final Transaction transaction;
    private final AccountRulesCache configurations;
    private final AutomationRuleRow rule;

    Actions(Transaction transaction, AccountRulesCache configurations, AutomationRuleRow rule) {
        this.transaction = transaction;
        this.configurations = configurations;
        this.rule = rule;
    }

    /** Whether the actions refer to an entity that could be deleted meanwhile, so that the account has to be locked. */
    static boolean lockAccount(AutomationRuleRow rule) {
        return rule.actions().stream()
                .anyMatch(action -> type(action) == AutomationActionType.SET_TYPE
                        || !target(action).isNone());
    }

    private static AutomationActionType type(AutomationActionRow action) {
        return AutomationActionType.fromValue(action.type());
    }

    private static AssignmentTarget target(AutomationActionRow action) {
        return new AssignmentTarget(action.userId(), action.teamId(), action.rotationId());
    }

    /** Whether the change must be started by {@link TicketChange#assigning} with the {@link #targets}. */
    boolean takesTurns() {
        return rule.actions().stream().anyMatch(action -> action.rotationId() != null);
    }

    List<AssignmentTarget> targets() {
        return rule.actions().stream().map(Actions::target).toList();
    }

    /**
     * Carries the actions out.
     *
     * @param change a change that has stored nothing yet
     * @param cause the number of the history entry that started the rule
     * @return the number of the new history entry; empty if nothing has changed
     * @throws ProblemException if an action is rejected; then nothing is stored
     */
    OptionalInt perform(TicketChange change, int cause) {
        requireNoReopening(change.before());
        ObjectNode patch = patch(change.ticket());
        if (!patch.isEmpty()) {
            TicketEdit.apply(transaction, configurations, change, patch);
        }
        requireTargets(change);
        Optional<AutomationActionRow> note = find(AutomationActionType.ADD_NOTE);
        Optional<AutomationActionRow> escalation = find(AutomationActionType.ESCALATE);
        find(AutomationActionType.ASSIGN).ifPresent(action -> change.giveTo(target(action)));
        find(AutomationActionType.UNASSIGN)
                .ifPresent(
                        action -> change.with(fields -> fields.assignedTo(null).awaitsRotationId(null)));
        if (change.ticket().equals(change.before()) && note.isEmpty() && escalation.isEmpty()) {
            return OptionalInt.empty();
        }
        change.requireNotClosed();
        note.ifPresent(action -> change.requireTakesComments());
        note.ifPresent(
                action -> Comments.add(transaction, change, Objects.requireNonNull(action.content()), true, List.of()));
        change.noting("ruleId", rule.id()).noting("causedBy", cause);
        if (escalation.isPresent()) {
            escalator(escalation.get(), change).escalate(AUTOMATED);
        } else {
            change.store(AUTOMATED);
        }
        return OptionalInt.of((int) change.ticket().version());
    }

    private Escalator escalator(AutomationActionRow action, TicketChange change) {
        return new Escalator(
                transaction,
                change,
                Objects.requireNonNullElse(action.reason(), rule.name()),
                action.priority() == null ? null : TicketPriority.fromValue(action.priority()),
                target(action),
                rule.id());
    }

    private Optional<AutomationActionRow> find(AutomationActionType type) {
        return rule.actions().stream().filter(action -> type(action) == type).findFirst();
    }

    private @Nullable TicketStatus status() {
        return rule.actions().stream()
                .map(AutomationActionRow::status)
                .filter(Objects::nonNull)
                .reduce((first, last) -> last)
                .map(TicketStatus::fromValue)
                .orElse(null);
    }

    private void requireNoReopening(TicketRow ticket) {
        TicketStatus status = status();
        if (status != null && !TicketLifecycle.isResolved(status) && ticket.resolvedAt() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the ticket is %s, and rules do not reopen tickets"
                            .formatted(ticket.basics().status()));
        }
    }

    private void requireTargets(TicketChange change) {
        List<Violation> violations = new ArrayList<>();
        for (int at = 0; at < rule.actions().size(); at++) {
            violations.addAll(target(rule.actions().get(at))
                    .check(transaction, change.ticket().accountId(), "/actions/" + at));
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        boolean isOpenWork = find(AutomationActionType.ESCALATE).isPresent() || takesTurns();
        if (isOpenWork && change.ticket().resolvedAt() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the ticket is %s, so it is neither escalated nor given to a rotation"
                            .formatted(change.ticket().basics().status()));
        }
    }

    /** Returns the part of the actions that {@code PATCH} can express, as its request body. */
    private ObjectNode patch(TicketRow ticket) {
        ObjectNode patch = JSON.createObjectNode();
        Set<String> tags = new LinkedHashSet<>(ticket.tags());
        for (AutomationActionRow action : rule.actions()) {
            switch (type(action)) {
                case SET_STATUS -> patch.put("status", action.status());
                case SET_PRIORITY -> patch.put("priority", action.priority());
                case SET_CATEGORY -> patch.put("category", action.category());
                case SET_TYPE -> patch.put("ticketTypeId", action.ticketTypeId());
                case ADD_TAGS -> tags.addAll(Composed.of(action.tags()));
                case REMOVE_TAGS -> Composed.of(action.tags()).forEach(tags::remove);
                case SET_CUSTOM_FIELD ->
                    patch.withObjectProperty(ConditionField.CUSTOM)
                            .set(action.name(), JSON.valueToTree(action.value()));
                case ASSIGN, UNASSIGN, ADD_NOTE, ESCALATE -> {}
            }
        }
        if (!tags.equals(new LinkedHashSet<>(ticket.tags()))) {
            tags.forEach(patch.putArray("tags")::add);
        }
        return patch;
    }
}
