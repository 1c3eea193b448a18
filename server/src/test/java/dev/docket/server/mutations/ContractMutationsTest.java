package dev.docket.server.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.contract.ContractLock;
import dev.docket.server.testing.Contract;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In every build: the lock of the contract sees every mutation of it. */
class ContractMutationsTest {

    static Stream<Mutation> mutations() {
        return Mutations.OF_THE_CONTRACT.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void areSeenByTheLock(Mutation mutation) {
        Contract changed = ((ContractChange) mutation.change()).of(Contract.DOCKET);

        assertThat(ContractLock.difference(ContractLock.read(), ContractLock.lines(changed)))
                .isNotEmpty();
    }
}
