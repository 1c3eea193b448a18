package dev.docket.server.http.json;

import dev.docket.api.model.Violation;
import dev.docket.server.http.problem.ContractValidation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a DTO that is no parameter of an operation against the limits that the contract generated as Bean Validation. */
public final class ContractLimits {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private ContractLimits() {}

    /** @param violations holds what was found when the DTO was read, and takes what it breaks besides */
    public static void check(Object dto, List<Violation> violations) {
        Set<String> reported = new HashSet<>();
        violations.forEach(violation -> reported.add(violation.getPointer()));
        VALIDATOR.validate(dto).stream()
                .map(broken -> ContractValidation.toViolation(broken, List.of()))
                // What could not be read is unset now; that it is missing is no news.
                .filter(violation -> reported.add(violation.getPointer()))
                .forEach(violations::add);
    }
}
