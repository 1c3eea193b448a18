package dev.docket.server.http.json;

import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.FirstViolations;
import dev.docket.server.http.problem.ViolationList;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Validates a DTO that is not a parameter of an operation against the contract's limits, generated as Bean Validation.
 */
public final class ContractLimits {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .constraintValidatorFactory(new FirstViolations())
            .buildValidatorFactory()
            .getValidator();

    private ContractLimits() {}

    /** @param violations contains those found when the DTO was read; the violated limits are added */
    public static void check(Object dto, ViolationList violations) {
        Set<String> reported = new HashSet<>();
        violations.forEach(violation -> reported.add(violation.getPointer()));
        FirstViolations.begin();
        VALIDATOR.validate(dto).stream()
                .map(broken -> ContractValidation.toViolation(broken, List.of()))
                // An unreadable value is unset now; that it is missing must not be reported as well.
                .filter(violation -> reported.add(violation.getPointer()))
                .forEach(violations::add);
        violations.leaveOut(FirstViolations.leftOut());
    }
}
