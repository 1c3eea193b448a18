package dev.docket.contract;

import java.util.List;

/** An exchange that does not hold. The message shows the response and every violation. */
public final class ContractViolation extends AssertionError {

    private static final long serialVersionUID = 1;

    ContractViolation(Exchange exchange, List<String> violations) {
        super("%s %s returned %d %s\n%s"
                .formatted(
                        exchange.request().method(),
                        exchange.request().target(),
                        exchange.response().status(),
                        exchange.response().body(),
                        String.join("\n", violations)));
    }
}
