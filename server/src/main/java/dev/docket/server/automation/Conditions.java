package dev.docket.server.automation;

import dev.docket.api.model.AutomationOperator;
import dev.docket.api.model.TicketPriority;
import dev.docket.persistence.automation.AutomationConditionRow;
import dev.docket.persistence.automation.AutomationConditionsRow;
import dev.docket.persistence.text.Folding;
import dev.docket.server.automation.ConditionField.Kind;
import dev.docket.server.text.Composed;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions. They were validated when the rule was stored. */
final class Conditions {

    private Conditions() {}

    static boolean areMet(AutomationConditionsRow conditions, RuleContext facts) {
        return conditions.all().stream().allMatch(condition -> isMet(condition, facts))
                && (conditions.any().isEmpty()
                        || conditions.any().stream().anyMatch(condition -> isMet(condition, facts)));
    }

    static boolean isMet(AutomationConditionRow condition, RuleContext facts) {
        ConditionField field = ConditionField.of(condition.field()).orElseThrow();
        Object actual = field.value().apply(facts);
        Object value = condition.value();
        return switch (AutomationOperator.fromValue(condition.operator())) {
            case EQUALS -> isSame(field, actual, value);
            case NOT_EQUALS -> !isSame(field, actual, value);
            case IN -> isOneOf(field, actual, value);
            case NOT_IN -> !isOneOf(field, actual, value);
            case CONTAINS -> contains(field, actual, value);
            case NOT_CONTAINS -> !contains(field, actual, value);
            case STARTS_WITH -> fits(actual, value, String::startsWith);
            case ENDS_WITH -> fits(actual, value, String::endsWith);
            case GREATER_THAN -> compare(field, actual, value).orElse(0) > 0;
            case LESS_THAN -> compare(field, actual, value).orElse(0) < 0;
            case IS_EMPTY -> isEmpty(actual);
            case IS_NOT_EMPTY -> !isEmpty(actual);
            case CHANGED -> field.hasChanged(facts);
            case CHANGED_TO -> field.hasChanged(facts) && isSame(field, field.after(facts), value);
            case CHANGED_FROM -> field.hasChanged(facts) && isSame(field, field.before(facts), value);
        };
    }

    /** Numbers are equal if their values are, in any notation; texts, composed or decomposed; addresses in any case. */
    private static boolean isSame(ConditionField field, @Nullable Object actual, @Nullable Object value) {
        if (actual instanceof Number && value instanceof Number) {
            return number(actual).compareTo(number(value)) == 0;
        }
        if (actual instanceof String one && value instanceof String other) {
            return Composed.of(one).equals(Composed.of(other))
                    || field.kind() == Kind.EMAIL && Folding.ofCase(one).equals(Folding.ofCase(other));
        }
        return Objects.equals(actual, value);
    }

    private static boolean isOneOf(ConditionField field, @Nullable Object actual, @Nullable Object values) {
        return ((List<?>) Objects.requireNonNull(values)).stream().anyMatch(value -> isSame(field, actual, value));
    }

    private static boolean contains(ConditionField field, @Nullable Object actual, @Nullable Object value) {
        return actual instanceof Collection<?> elements
                ? elements.stream().anyMatch(element -> isSame(field, element, value))
                : fits(actual, value, String::contains);
    }

    private static boolean fits(
            @Nullable Object actual, @Nullable Object value, BiPredicate<String, String> predicate) {
        return actual instanceof String text
                && value instanceof String part
                && predicate.test(Folding.fold(text), Folding.fold(part));
    }

    /** Returns empty if the two cannot be compared. */
    private static OptionalInt compare(ConditionField field, @Nullable Object actual, @Nullable Object value) {
        if (field.kind() == Kind.PRIORITY) {
            return OptionalInt.of(
                    TicketPriority.fromValue((String) actual).compareTo(TicketPriority.fromValue((String) value)));
        }
        return actual instanceof Number && value instanceof Number
                ? OptionalInt.of(number(actual).compareTo(number(value)))
                : OptionalInt.empty();
    }

    private static BigDecimal number(Object number) {
        return new BigDecimal(number.toString());
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value instanceof String text && text.isEmpty()
                || value instanceof Collection<?> elements && elements.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }
}
