package dev.docket.server.tickettypes;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom fields of a ticket type in one version. Immutable. */
public final class CustomFields {

    private static final String POINTER = "/customFields";

    private final List<FieldRule> fields;

    public CustomFields(List<CustomFieldRow> rows) {
        this.fields = rows.stream().map(FieldRule::new).toList();
    }

    /**
     * Returns every violation in {@code values}. A type without fields accepts any values.
     *
     * @param isResolved whether the ticket is or becomes resolved or closed, which makes more fields required
     */
    public List<Violation> check(@Nullable Map<String, Object> values, boolean isResolved) {
        if (fields.isEmpty()) {
            return List.of();
        }
        Map<String, Object> given = values == null ? Map.of() : values;
        List<Violation> violations = new ViolationList();
        PatternSteps steps = new PatternSteps();
        for (FieldRule field : fields) {
            String pointer = POINTER + Violations.token(field.name());
            Object value = given.get(field.name());
            if (value != null) {
                field.check(value, steps)
                        .ifPresent(
                                misfit -> violations.add(Violations.inBody(pointer, misfit.code(), misfit.detail())));
            } else if (field.isRequired(isResolved)) {
                violations.add(
                        Violations.inBody(pointer, ViolationCode.REQUIRED, "must be given for this ticket type"));
            }
        }
        given.keySet().stream()
                .filter(name -> fields.stream().noneMatch(field -> field.name().equals(name)))
                .forEach(name -> violations.add(Violations.inBody(
                        POINTER + Violations.token(name),
                        ViolationCode.UNKNOWN_PROPERTY,
                        "is not a field of this ticket type")));
        return violations;
    }
}
