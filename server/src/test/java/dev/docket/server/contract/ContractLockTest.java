package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Contract;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nothing that a client can notice changes in the contract unless the difference was reviewed, since the last commit.
 * {@link CompatibilityTest} judges whether it breaks clients, since the last release.
 */
class ContractLockTest {

    @Test
    void theContractIsAsItWasReviewed() {
        List<String> surface = ContractLock.lines(Contract.DOCKET);
        if ("write".equals(System.getProperty("contract.lock"))) {
            ContractLock.write(surface);
        }
        assertThat(ContractLock.difference(ContractLock.read(), surface))
                .as("contract.lock and swagger.yaml differ; if that is meant, rewrite it: -Dcontract.lock=write")
                .isEmpty();
    }

    @Test
    void everyLineIsAboutSomethingElse() {
        assertThat(ContractLock.read()).doesNotHaveDuplicates();
    }

    @Test
    void proseDoesNotMatter() {
        Contract before = Contract.parse("""
                paths: {/a: {get: {summary: Get, responses: {"200": {description: Yes}}}}}
                components: {schemas: {A: {type: string, description: Before}}}
                """);
        Contract after = Contract.parse("""
                paths: {/a: {get: {summary: Read, x-group-parameters: true, responses: {"200": {description: Fine}}}}}
                components: {schemas: {A: {type: string, description: After, example: a}}}
                """);

        assertThat(ContractLock.difference(ContractLock.lines(before), ContractLock.lines(after)))
                .isEmpty();
    }

    @Test
    void saysWhatBecameDifferent() {
        Contract before = Contract.parse("components: {schemas: {A: {type: object, properties: {b: {type: string}}}}}");
        Contract after = Contract.parse(
                "components: {schemas: {A: {type: object, required: [b], properties: {b: {type: string}}}}}");

        assertThat(ContractLock.difference(ContractLock.lines(before), ContractLock.lines(after)))
                .containsExactly("- A.b: string", "+ A.b: required string");
    }
}
