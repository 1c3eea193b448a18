package dev.docket.server.automation;

import dev.docket.api.model.AutomationAction;
import dev.docket.api.model.AutomationActionType;
import dev.docket.api.model.AutomationCondition;
import dev.docket.api.model.AutomationConditions;
import dev.docket.api.model.AutomationOperator;
import dev.docket.api.model.AutomationRuleInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.automation.ConditionField.Kind;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.tickets.AssignmentTarget;
import dev.docket.server.tickets.FreeForm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks rules beyond the contract. */
final class RuleCheck {

    private static final int MAX_VALUES = 100;
    private static final int MAX_LENGTH = 1_000;
    private static final Set<AutomationOperator> WITHOUT_VALUE =
            Set.of(AutomationOperator.IS_EMPTY, AutomationOperator.IS_NOT_EMPTY, AutomationOperator.CHANGED);
    private static final Set<AutomationOperator> WITH_VALUES = Set.of(AutomationOperator.IN, AutomationOperator.NOT_IN);
    private static final Set<AutomationOperator> OF_TEXT = Set.of(
            AutomationOperator.CONTAINS,
            AutomationOperator.NOT_CONTAINS,
            AutomationOperator.STARTS_WITH,
            AutomationOperator.ENDS_WITH);

    /** The properties that an action of one type must have, and those that it may have. */
    private record Shape(Set<String> required, Set<String> optional) {}

    private static final Set<String> TARGET = Set.of("userId", "teamId", "rotationId");
    private static final Map<AutomationActionType, Shape> SHAPES = new EnumMap<>(AutomationActionType.class);

    static {
        SHAPES.put(AutomationActionType.SET_STATUS, new Shape(Set.of("status"), Set.of()));
        SHAPES.put(AutomationActionType.SET_PRIORITY, new Shape(Set.of("priority"), Set.of()));
        SHAPES.put(AutomationActionType.SET_CATEGORY, new Shape(Set.of("category"), Set.of()));
        SHAPES.put(AutomationActionType.SET_TYPE, new Shape(Set.of("ticketTypeId"), Set.of()));
        SHAPES.put(AutomationActionType.ASSIGN, new Shape(Set.of(), TARGET));
        SHAPES.put(AutomationActionType.UNASSIGN, new Shape(Set.of(), Set.of()));
        SHAPES.put(AutomationActionType.ADD_TAGS, new Shape(Set.of("tags"), Set.of()));
        SHAPES.put(AutomationActionType.REMOVE_TAGS, new Shape(Set.of("tags"), Set.of()));
        SHAPES.put(AutomationActionType.SET_CUSTOM_FIELD, new Shape(Set.of("name"), Set.of("value")));
        SHAPES.put(AutomationActionType.ADD_NOTE, new Shape(Set.of("content"), Set.of()));
        SHAPES.put(
                AutomationActionType.ESCALATE,
                new Shape(Set.of(), Set.of("reason", "priority", "userId", "teamId", "rotationId")));
    }

    private final Transaction transaction;
    private final String account;
    private final List<Violation> violations = new ArrayList<>();

    private RuleCheck(Transaction transaction, String account) {
        this.transaction = transaction;
        this.account = account;
    }

    static List<Violation> check(Transaction transaction, String account, AutomationRuleInput input) {
        RuleCheck check = new RuleCheck(transaction, account);
        AutomationConditions conditions = input.getConditions();
        if (conditions != null) {
            check.checkConditions("/conditions/all/", conditions.getAll());
            check.checkConditions("/conditions/any/", conditions.getAny());
        }
        check.checkActions(input.getActions());
        return check.violations;
    }

    private void checkConditions(String pointer, List<AutomationCondition> conditions) {
        for (int at = 0; at < conditions.size(); at++) {
            checkCondition(pointer + at, conditions.get(at));
        }
    }

    private void checkCondition(String pointer, AutomationCondition condition) {
        AutomationOperator operator = condition.getOperator();
        Optional<ConditionField> known = ConditionField.of(condition.getField());
        if (known.isEmpty()) {
            refuse(pointer + "/field", ViolationCode.UNKNOWN_VALUE, Violations.oneOf(ConditionField.names()));
            return;
        }
        ConditionField field = known.get();
        if (!field.takes(operator)) {
            refuse(
                    pointer + "/operator",
                    ViolationCode.CONTRADICTION,
                    "does not apply to the field '%s'".formatted(field.name()));
        } else if (WITHOUT_VALUE.contains(operator)) {
            if (condition.getValue() != null) {
                refuse(
                        pointer + "/value",
                        ViolationCode.CONTRADICTION,
                        "does not apply to this operator; leave it out");
            }
        } else if (condition.getValue() == null) {
            refuse(pointer + "/value", ViolationCode.REQUIRED, "must be given for this operator");
        } else if (WITH_VALUES.contains(operator)) {
            checkValues(pointer + "/value", field, condition.getValue());
        } else {
            checkValue(pointer + "/value", field, operator, condition.getValue());
        }
    }

    private void checkValues(String pointer, ConditionField field, Object values) {
        if (!(values instanceof List<?> list)) {
            refuse(pointer, ViolationCode.WRONG_TYPE, "must be an array for this operator");
        } else if (list.isEmpty()) {
            refuse(pointer, ViolationCode.TOO_SHORT, "must not be empty");
        } else if (list.size() > MAX_VALUES) {
            refuse(pointer, ViolationCode.TOO_MANY, "must have at most %d entries".formatted(MAX_VALUES));
        } else {
            for (int at = 0; at < list.size(); at++) {
                checkValue(pointer + "/" + at, field, AutomationOperator.EQUALS, list.get(at));
            }
        }
    }

    private void checkValue(String pointer, ConditionField field, AutomationOperator operator, @Nullable Object value) {
        Kind kind = field.kind();
        boolean isNumber = value instanceof Number;
        boolean fits = switch (kind) {
            case NUMBER -> isNumber;
            case ANY ->
                OF_TEXT.contains(operator)
                        ? value instanceof String || isNumber && !isOfParts(operator)
                        : isOrder(operator)
                                ? isNumber
                                : value instanceof String || isNumber || value instanceof Boolean;
            default -> value instanceof String;
        };
        if (!fits) {
            refuse(
                    pointer,
                    ViolationCode.WRONG_TYPE,
                    kind == Kind.NUMBER || isOrder(operator) && kind == Kind.ANY
                            ? "must be a number"
                            : kind == Kind.ANY && !OF_TEXT.contains(operator)
                                    ? "must be a string, a number or a boolean"
                                    : "must be a string");
        } else if (!field.choices().isEmpty() && !field.choices().contains(value)) {
            refuse(pointer, ViolationCode.UNKNOWN_VALUE, Violations.oneOf(field.choices()));
        } else if (value instanceof String text && text.length() > MAX_LENGTH) {
            refuse(pointer, ViolationCode.TOO_LONG, "must have at most %d characters".formatted(MAX_LENGTH));
        } else {
            violations.addAll(FreeForm.checkNumbers(value, pointer));
        }
    }

    /** Operators that compare substrings and therefore apply to strings only; an array can contain a number. */
    private static boolean isOfParts(AutomationOperator operator) {
        return operator == AutomationOperator.STARTS_WITH || operator == AutomationOperator.ENDS_WITH;
    }

    private static boolean isOrder(AutomationOperator operator) {
        return operator == AutomationOperator.GREATER_THAN || operator == AutomationOperator.LESS_THAN;
    }

    private void checkActions(List<AutomationAction> actions) {
        boolean isAssigned = false;
        boolean hasNote = false;
        boolean isEscalated = false;
        for (int at = 0; at < actions.size(); at++) {
            AutomationAction action = actions.get(at);
            String pointer = "/actions/" + at;
            checkShape(pointer, action);
            checkReferences(pointer, action);
            violations.addAll(FreeForm.checkNumbers(action.getValue(), pointer + "/value"));
            boolean isAgain = switch (action.getType()) {
                case ASSIGN, UNASSIGN -> isAssigned;
                case ADD_NOTE -> hasNote;
                case ESCALATE -> isEscalated;
                default -> false;
            };
            if (isAgain) {
                refuse(
                        pointer + "/type",
                        ViolationCode.CONTRADICTION,
                        "is repeated; an action of this type is allowed once");
            }
            isAssigned |= action.getType() == AutomationActionType.ASSIGN
                    || action.getType() == AutomationActionType.UNASSIGN;
            hasNote |= action.getType() == AutomationActionType.ADD_NOTE;
            isEscalated |= action.getType() == AutomationActionType.ESCALATE;
        }
    }

    private void checkShape(String pointer, AutomationAction action) {
        Shape shape = SHAPES.get(action.getType());
        properties(action).forEach((name, value) -> {
            if (value == null && shape.required().contains(name)) {
                refuse(pointer + "/" + name, ViolationCode.REQUIRED, "must be given for this type");
            } else if (value != null
                    && !shape.required().contains(name)
                    && !shape.optional().contains(name)) {
                refuse(pointer + "/" + name, ViolationCode.CONTRADICTION, "does not apply to this type; leave it out");
            }
        });
        if (action.getType() == AutomationActionType.ASSIGN && target(action).isNone()) {
            refuse(
                    pointer,
                    ViolationCode.REQUIRED,
                    "must have a userId, teamId or rotationId; to remove the assignee, use unassign");
        }
    }

    private static Map<String, @Nullable Object> properties(AutomationAction action) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("status", action.getStatus());
        properties.put("priority", action.getPriority());
        properties.put("category", action.getCategory());
        properties.put("ticketTypeId", action.getTicketTypeId());
        properties.put("userId", action.getUserId());
        properties.put("teamId", action.getTeamId());
        properties.put("rotationId", action.getRotationId());
        properties.put("tags", action.getTags());
        properties.put("name", action.getName());
        properties.put("value", action.getValue());
        properties.put("content", action.getContent());
        properties.put("reason", action.getReason());
        return properties;
    }

    private void checkReferences(String pointer, AutomationAction action) {
        violations.addAll(target(action).check(transaction, account, pointer));
        String typeId = action.getTicketTypeId();
        if (typeId == null) {
            return;
        }
        Optional<TicketTypeRow> type = transaction.dao(TicketTypeDao.class).find(account, typeId);
        if (type.isEmpty()) {
            violations.add(Violations.unknown(pointer + "/ticketTypeId", "ticket type", typeId));
        } else if (!type.get().isActive()) {
            refuse(
                    pointer + "/ticketTypeId",
                    ViolationCode.INACTIVE_REFERENCE,
                    "the ticket type '%s' is not active".formatted(typeId));
        }
    }

    private static AssignmentTarget target(AutomationAction action) {
        return new AssignmentTarget(action.getUserId(), action.getTeamId(), action.getRotationId());
    }

    private void refuse(String pointer, ViolationCode code, String detail) {
        violations.add(Violations.inBody(pointer, code, detail));
    }
}
