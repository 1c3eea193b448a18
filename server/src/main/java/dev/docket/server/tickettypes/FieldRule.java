package dev.docket.server.tickettypes;

import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.server.text.CharacterCount;
import dev.docket.server.text.EmailAddress;
import dev.docket.server.text.WebAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A custom field and the rule for its values. Immutable. */
final class FieldRule {

    private static final int MAX_TEXT = 65_536;

    /** Number of options that a violation names. */
    private static final int MAX_NAMED = 20;

    private final CustomFieldRow row;
    private final @Nullable FieldPattern pattern;

    private final List<String> options;

    FieldRule(CustomFieldRow row) {
        this.row = row;
        this.pattern = row.pattern() == null ? null : FieldPattern.of(row.pattern());
        this.options = row.options() == null ? List.of() : row.options();
    }

    /** The reason why a value is rejected. */
    record Misfit(ViolationCode code, String detail) {}

    String name() {
        return row.name();
    }

    boolean isRequired(boolean isResolved) {
        return "create".equals(row.required()) || (isResolved && "resolve".equals(row.required()));
    }

    /** @param steps what checking the other values of the ticket has left of the steps that patterns may take */
    Optional<Misfit> check(Object value, PatternSteps steps) {
        return Optional.ofNullable(
                switch (row.type()) {
                    case "text" -> value instanceof String text ? checkText(text, steps) : wrongType("a string");
                    case "number" ->
                        value instanceof Number number ? checkNumber(decimal(number)) : wrongType("a number");
                    case "integer" -> isInteger(value) ? checkNumber(decimal((Number) value)) : wrongType("an integer");
                    case "boolean" -> value instanceof Boolean ? null : wrongType("true or false");
                    case "date" -> isDate(value) ? null : misfit(ViolationCode.INVALID_FORMAT, "a date: 2026-03-06");
                    case "date-time" ->
                        isDateTime(value)
                                ? null
                                : misfit(ViolationCode.INVALID_FORMAT, "a time with an offset: 2026-03-06T16:30:00Z");
                    case "select" -> value instanceof String choice && options.contains(choice) ? null : notAnOption();
                    case "multi-select" -> checkChoices(value);
                    case "email" ->
                        value instanceof String text
                                ? checkEmail(text, steps)
                                : misfit(ViolationCode.INVALID_FORMAT, "an email address");
                    case "url" ->
                        value instanceof String text && WebAddress.isOne(text)
                                ? checkText(text, steps)
                                : misfit(ViolationCode.INVALID_FORMAT, "an http or https URL");
                    default -> throw new IllegalStateException("custom field of unknown type " + row.type());
                });
    }

    private @Nullable Misfit checkEmail(String text, PatternSteps steps) {
        String problem = EmailAddress.problem(text);
        return problem == null ? checkText(text, steps) : new Misfit(ViolationCode.INVALID_FORMAT, problem);
    }

    private @Nullable Misfit checkText(String text, PatternSteps steps) {
        int length = CharacterCount.of(text);
        if (row.min() != null && length < row.min().intValue()) {
            return misfit(ViolationCode.TOO_SHORT, "at least " + row.min() + " characters long");
        }
        int max = row.max() == null ? MAX_TEXT : row.max().intValue();
        if (length > max) {
            return misfit(ViolationCode.TOO_LONG, "at most " + max + " characters long");
        }
        if (pattern == null) {
            return null;
        }
        if (!steps.take(pattern, text)) {
            return new Misfit(
                    ViolationCode.TOO_LONG, "is too long to be checked against the pattern of the field; shorten it");
        }
        return pattern.matches(text) ? null : new Misfit(ViolationCode.INVALID_FORMAT, "must match " + row.pattern());
    }

    private @Nullable Misfit checkNumber(BigDecimal number) {
        if (row.min() != null && number.compareTo(row.min()) < 0) {
            return misfit(ViolationCode.OUT_OF_RANGE, "at least " + row.min().toPlainString());
        }
        return row.max() != null && number.compareTo(row.max()) > 0
                ? misfit(ViolationCode.OUT_OF_RANGE, "at most " + row.max().toPlainString())
                : null;
    }

    private @Nullable Misfit checkChoices(Object value) {
        if (!(value instanceof Collection<?> choices)) {
            return wrongType("an array of strings");
        }
        if (!options.containsAll(choices)) {
            return notAnOption();
        }
        if (new HashSet<>(choices).size() < choices.size()) {
            return misfit(ViolationCode.INVALID_FORMAT, "without repetitions");
        }
        return checkNumber(BigDecimal.valueOf(choices.size()));
    }

    private Misfit notAnOption() {
        String known = options.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        return new Misfit(
                ViolationCode.UNKNOWN_VALUE,
                options.size() > MAX_NAMED
                        ? "must be one of the %d options of the field: %s, …".formatted(options.size(), known)
                        : "must be one of " + known);
    }

    private static Misfit wrongType(String expected) {
        return misfit(ViolationCode.WRONG_TYPE, expected);
    }

    private static Misfit misfit(ViolationCode code, String expected) {
        return new Misfit(code, "must be " + expected);
    }

    private static boolean isInteger(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal number
                        && number.stripTrailingZeros().scale() <= 0;
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }

    private static boolean isDate(Object value) {
        try {
            return value instanceof String text && LocalDate.parse(text) != null;
        } catch (DateTimeException notADate) {
            return false;
        }
    }

    private static boolean isDateTime(Object value) {
        try {
            return value instanceof String text && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException notATime) {
            return false;
        }
    }
}
