package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Contract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code swagger.yaml} has one style throughout. */
class ContractStyleTest {

    @ParameterizedTest
    @EnumSource
    void holds(ContractRule rule) {
        assertThat(rule.offenders(Contract.DOCKET)).isEmpty();
    }

    /** The control: a rule that never finds an offender checks nothing. */
    @ParameterizedTest
    @EnumSource
    void namesWhatBreaksIt(ContractRule rule) {
        assertThat(rule.offenders(rule.violation())).containsExactlyInAnyOrderElementsOf(rule.examples());
    }
}
