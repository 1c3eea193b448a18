package dev.docket.server.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.SlaPolicy;
import dev.docket.api.model.SlaPolicyInput;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.persistence.recalculation.RecalculationDao;
import dev.docket.server.configurations.Configured;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.recalculation.RecalculationRequest;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes SLA policies, and on request the due dates of open tickets. Thread-safe. */
final class SlaPolicies {

    private final Configured<SlaPolicyInput, StoredPolicyRow, SlaPolicy> policies;
    private final Consumer<String> recalculation;

    /** @param recalculation receives each account whose open tickets must move to another version of their policy */
    public SlaPolicies(Database database, Consumer<String> recalculation, Quotas quotas, Clock clock) {
        this.policies = new Configured<>(new SlaPolicyKind(), database, quotas, clock);
        this.recalculation = recalculation;
    }

    /** Returns the operations that do not concern open tickets. */
    Configured<SlaPolicyInput, StoredPolicyRow, SlaPolicy> configured() {
        return policies;
    }

    /** @throws ProblemException 400 with all violations of the result; 404; 412 */
    Versioned<SlaPolicy> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, RecalculationRequest edit) {
        Versioned<SlaPolicy> updated = policies.update(account, id, ifMatch, patch, change -> {
            if (edit.isForOpenTickets()) {
                int version = change.after().policy().version();
                change.transaction()
                        .dao(RecalculationDao.class)
                        .request(account, edit.recalculation(id, version, change.now()));
            }
        });
        if (edit.isForOpenTickets()) {
            recalculation.accept(account);
        }
        return updated;
    }
}
