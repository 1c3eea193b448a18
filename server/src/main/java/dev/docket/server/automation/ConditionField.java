package dev.docket.server.automation;

import static dev.docket.api.model.AutomationOperator.CHANGED;
import static dev.docket.api.model.AutomationOperator.CHANGED_FROM;
import static dev.docket.api.model.AutomationOperator.CHANGED_TO;
import static dev.docket.api.model.AutomationOperator.CONTAINS;
import static dev.docket.api.model.AutomationOperator.ENDS_WITH;
import static dev.docket.api.model.AutomationOperator.EQUALS;
import static dev.docket.api.model.AutomationOperator.GREATER_THAN;
import static dev.docket.api.model.AutomationOperator.IN;
import static dev.docket.api.model.AutomationOperator.IS_EMPTY;
import static dev.docket.api.model.AutomationOperator.IS_NOT_EMPTY;
import static dev.docket.api.model.AutomationOperator.LESS_THAN;
import static dev.docket.api.model.AutomationOperator.NOT_CONTAINS;
import static dev.docket.api.model.AutomationOperator.NOT_EQUALS;
import static dev.docket.api.model.AutomationOperator.NOT_IN;
import static dev.docket.api.model.AutomationOperator.STARTS_WITH;

import dev.docket.api.model.AutomationOperator;
import dev.docket.api.model.SlaStatus;
import dev.docket.server.tickets.TicketField;
import dev.docket.server.tickets.TicketField.Use;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field that conditions can use.
 *
 * @param choices the values that it can have; empty if they are not a fixed set
 * @param isInHistory whether the history shows changes of it
 */
record ConditionField(
        String name,
        Kind kind,
        List<String> choices,
        boolean isInHistory,
        Function<RuleContext, @Nullable Object> value) {

    static final String CUSTOM = TicketField.CUSTOM_FIELDS.wireName();

    private static final Set<AutomationOperator> EMPTINESS = Set.of(IS_EMPTY, IS_NOT_EMPTY);
    private static final Set<AutomationOperator> CHANGES = Set.of(CHANGED, CHANGED_TO, CHANGED_FROM);
    private static final int SECONDS_PER_HOUR = 3600;

    /** The type of a field's values. Must not refer to {@code ConditionField}, whose initialization needs it first. */
    enum Kind {
        CHOICE(EQUALS, NOT_EQUALS, IN, NOT_IN),
        PRIORITY(EQUALS, NOT_EQUALS, IN, NOT_IN, GREATER_THAN, LESS_THAN),
        NUMBER(EQUALS, NOT_EQUALS, IN, NOT_IN, GREATER_THAN, LESS_THAN),
        TEXT(EQUALS, NOT_EQUALS, IN, NOT_IN, CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH),
        /** A text whose case does not matter. */
        EMAIL(EQUALS, NOT_EQUALS, IN, NOT_IN, CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH),
        TAGS(CONTAINS, NOT_CONTAINS),
        ANY(EQUALS, NOT_EQUALS, IN, NOT_IN, GREATER_THAN, LESS_THAN, CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH);

        private final Set<AutomationOperator> operators;

        Kind(AutomationOperator... operators) {
            this.operators = Set.of(operators);
        }
    }

    private static final Map<String, ConditionField> FIELDS = new LinkedHashMap<>();

    static {
        TicketField.of(Use.CONDITION)
                .forEach(field -> add(new ConditionField(
                        field.wireName(),
                        kind(field),
                        field.choices(),
                        field.isFor(Use.HISTORY),
                        facts -> field.of(facts.ticket()))));
        add(new ConditionField(
                "slaStatus",
                Kind.CHOICE,
                Stream.of(SlaStatus.values()).map(SlaStatus::toString).toList(),
                false,
                facts -> facts.sla() == null ? null : facts.sla().status().toString()));
        add(new ConditionField("hoursSinceCreated", Kind.NUMBER, List.of(), false, ConditionField::hoursSinceCreated));
    }

    private static Kind kind(TicketField field) {
        return switch (field.type()) {
            case TEXT -> field == TicketField.REQUESTER_EMAIL ? Kind.EMAIL : Kind.TEXT;
            case NUMBER -> Kind.NUMBER;
            case CHOICE -> field == TicketField.PRIORITY ? Kind.PRIORITY : Kind.CHOICE;
            case TAGS -> Kind.TAGS;
            case TIME, OBJECT -> throw new IllegalStateException(field + " has no operators");
        };
    }

    private static void add(ConditionField field) {
        FIELDS.put(field.name, field);
    }

    private static BigDecimal hoursSinceCreated(RuleContext facts) {
        long seconds = Duration.between(facts.ticket().createdAt(), facts.now()).toSeconds();
        return BigDecimal.valueOf(seconds).divide(BigDecimal.valueOf(SECONDS_PER_HOUR), MathContext.DECIMAL64);
    }

    /** @param name a name of the contract, or the name of a custom field after {@code customFields.} */
    static Optional<ConditionField> of(String name) {
        String prefix = CUSTOM + ".";
        if (name.startsWith(prefix) && name.length() > prefix.length()) {
            String custom = name.substring(prefix.length());
            return Optional.of(new ConditionField(
                    name,
                    Kind.ANY,
                    List.of(),
                    true,
                    facts -> facts.ticket().customFields().get(custom)));
        }
        return Optional.ofNullable(FIELDS.get(name));
    }

    static List<String> names() {
        return Stream.concat(FIELDS.keySet().stream(), Stream.of(CUSTOM + ".<name>"))
                .toList();
    }

    boolean takes(AutomationOperator operator) {
        if (CHANGES.contains(operator)) {
            return isInHistory && (operator == CHANGED || kind != Kind.TAGS);
        }
        return EMPTINESS.contains(operator) || kind.operators.contains(operator);
    }

    boolean hasChanged(RuleContext facts) {
        return !Objects.equals(in(facts.before()), in(facts.after()));
    }

    @Nullable
    Object before(RuleContext facts) {
        return in(facts.before());
    }

    @Nullable
    Object after(RuleContext facts) {
        return in(facts.after());
    }

    /** Returns the value of the field in one half of a history entry. */
    private @Nullable Object in(Map<String, Object> half) {
        if (kind != Kind.ANY) {
            return half.get(name);
        }
        return half.get(CUSTOM) instanceof Map<?, ?> custom ? custom.get(name.substring(CUSTOM.length() + 1)) : null;
    }
}
