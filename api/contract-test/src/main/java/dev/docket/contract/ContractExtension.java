package dev.docket.contract;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each JUnit test in which an exchange broke the contract, also if the code under test swallowed the error.
 * Register it with {@code @RegisterExtension} and show it every exchange, for example by its {@link #client()}.
 * Thread-safe; tests that run at the same time need an instance each.
 */
public final class ContractExtension implements AfterEachCallback, Consumer<Exchange> {

    private final DocketContract contract;
    private final HttpClient client = new CheckedHttpClient(HttpClient.newHttpClient(), this);
    private final Queue<ContractViolation> violations = new ConcurrentLinkedQueue<>();

    /** Holds exchanges against the contract of the release that this artifact belongs to. */
    public ContractExtension() {
        this(DocketContract.ofThisRelease());
    }

    public ContractExtension(DocketContract contract) {
        this.contract = contract;
    }

    /** Its exchanges are held against the contract. A violation does not fail its calls, but the test at its end. */
    public HttpClient client() {
        return client;
    }

    /** Holds an exchange against the contract; a violation fails the test at its end. */
    @Override
    public void accept(Exchange exchange) {
        try {
            contract.check(exchange);
        } catch (ContractViolation violation) {
            violations.add(violation);
        }
    }

    /** @throws ContractViolation the first of this test, with the others as suppressed ones */
    @Override
    public void afterEach(ExtensionContext context) {
        List<ContractViolation> found = new ArrayList<>();
        for (ContractViolation violation = violations.poll(); violation != null; violation = violations.poll()) {
            found.add(violation);
        }
        if (!found.isEmpty()) {
            ContractViolation first = found.remove(0);
            found.forEach(first::addSuppressed);
            throw first;
        }
    }
}
