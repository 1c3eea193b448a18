package dev.docket.server.tickettypes;

import com.google.re2j.PatternSyntaxException;
import dev.docket.api.model.CustomField;
import dev.docket.api.model.CustomFieldType;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.Composed;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the definitions of custom fields. */
final class CustomFieldDefinitions {

    private static final String POINTER = "/customFields";

    private static final Set<CustomFieldType> TEXTS =
            EnumSet.of(CustomFieldType.TEXT, CustomFieldType.EMAIL, CustomFieldType.URL);
    private static final Set<CustomFieldType> CHOICES =
            EnumSet.of(CustomFieldType.SELECT, CustomFieldType.MULTI_SELECT);
    /** The types whose {@code min} and {@code max} are a length or a number of choices. */
    private static final Set<CustomFieldType> COUNTED =
            EnumSet.of(CustomFieldType.TEXT, CustomFieldType.EMAIL, CustomFieldType.URL, CustomFieldType.MULTI_SELECT);

    private static final Set<CustomFieldType> MEASURED = EnumSet.of(
            CustomFieldType.TEXT,
            CustomFieldType.EMAIL,
            CustomFieldType.URL,
            CustomFieldType.MULTI_SELECT,
            CustomFieldType.NUMBER,
            CustomFieldType.INTEGER);

    private final List<Violation> violations = new ViolationList();
    private int sizeOfPatterns;

    private CustomFieldDefinitions() {}

    static List<Violation> check(List<CustomField> fields) {
        CustomFieldDefinitions definitions = new CustomFieldDefinitions();
        Set<String> names = new HashSet<>();
        for (int at = 0; at < fields.size(); at++) {
            String pointer = POINTER + "/" + at;
            if (!names.add(Composed.of(fields.get(at).getName()))) {
                definitions.refuse(
                        pointer + "/name", ViolationCode.CONTRADICTION, "is already the name of an earlier field");
            }
            definitions.check(fields.get(at), pointer);
        }
        return definitions.violations;
    }

    private void check(CustomField field, String pointer) {
        CustomFieldType type = field.getType();
        if (field.getPattern() != null) {
            checkPattern(field.getPattern(), type, pointer + "/pattern");
        }
        checkBound(field.getMin(), type, pointer + "/min");
        checkBound(field.getMax(), type, pointer + "/max");
        if (field.getMin() != null && field.getMax() != null && field.getMin().compareTo(field.getMax()) > 0) {
            refuse(pointer + "/max", ViolationCode.CONTRADICTION, "must not be less than min");
        }
        checkOptions(field.getOptions(), type, pointer + "/options");
    }

    private void checkPattern(String pattern, CustomFieldType type, String pointer) {
        if (!TEXTS.contains(type)) {
            refuse(pointer, ViolationCode.CONTRADICTION, "a field of type " + type + " has no pattern; leave it out");
            return;
        }
        try {
            sizeOfPatterns += FieldPattern.of(pattern).size();
            if (sizeOfPatterns > FieldPattern.MAX_SIZE_OF_TYPE) {
                refuse(
                        pointer,
                        ViolationCode.TOO_LONG,
                        "the patterns of all fields together are too large; shorten the largest, or repeat less");
            }
        } catch (FieldPattern.TooLargeException tooLarge) {
            refuse(
                    pointer,
                    ViolationCode.TOO_LONG,
                    "is too large, since each repetition such as {100} multiplies what it repeats; repeat less, and"
                            + " limit the length by max");
        } catch (PatternSyntaxException broken) {
            refuse(
                    pointer,
                    ViolationCode.INVALID_FORMAT,
                    "must be a regular expression in RE2's syntax, without look-around and back-references: "
                            + broken.getDescription());
        }
    }

    private void checkBound(@Nullable BigDecimal bound, CustomFieldType type, String pointer) {
        if (bound == null) {
            return;
        }
        if (!MEASURED.contains(type)) {
            refuse(pointer, ViolationCode.CONTRADICTION, "a field of type " + type + " has no bounds; leave it out");
        } else if (COUNTED.contains(type) && !isCount(bound)) {
            refuse(pointer, ViolationCode.OUT_OF_RANGE, "must be an integer of 0 to 65536 for the type " + type);
        }
    }

    private static boolean isCount(BigDecimal bound) {
        return bound.signum() >= 0
                && bound.compareTo(BigDecimal.valueOf(65_536)) <= 0
                && bound.stripTrailingZeros().scale() <= 0;
    }

    private void checkOptions(@Nullable List<String> options, CustomFieldType type, String pointer) {
        if (options == null) {
            if (CHOICES.contains(type)) {
                refuse(pointer, ViolationCode.REQUIRED, "must be given for the type " + type);
            }
        } else if (!CHOICES.contains(type)) {
            refuse(pointer, ViolationCode.CONTRADICTION, "a field of type " + type + " has no options; leave them out");
        } else if (new HashSet<>(Composed.of(options)).size() < options.size()) {
            refuse(pointer, ViolationCode.CONTRADICTION, "must not have an option twice");
        }
    }

    private void refuse(String pointer, ViolationCode code, String detail) {
        violations.add(Violations.inBody(pointer, code, detail));
    }
}
