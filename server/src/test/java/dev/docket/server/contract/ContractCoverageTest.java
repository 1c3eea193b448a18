package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Contract;
import dev.docket.server.testing.ContractCoverage;
import org.junit.jupiter.api.Test;

/** Runs after all other tests, in a separate run: see the pom. */
class ContractCoverageTest {

    @Test
    void everyAnswerThatTheContractDocumentsWasGivenToATest() {
        assertThat(ContractCoverage.read())
                .as("the record of the tests, which exists if all of them ran")
                .isNotEmpty();
        assertThat(ContractCoverage.missing(Contract.DOCKET, ContractCoverage.read()))
                .as("documented responses that no test has seen")
                .isEmpty();
    }
}
