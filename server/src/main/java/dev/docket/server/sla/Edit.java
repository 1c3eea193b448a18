package dev.docket.server.sla;

import dev.docket.api.model.ApplyTo;
import dev.docket.persistence.sla.RecalculationRow;
import dev.docket.server.http.RequestId;
import dev.docket.server.security.Caller;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;

/**
 * Which tickets a change is for, and who makes it.
 *
 * @param actorId for the histories of tickets, like {@code actorName} and {@code requestId}
 */
record Edit(ApplyTo applyTo, String actorId, String actorName, String requestId) {

    static Edit of(ApplyTo applyTo, SecurityContext security, HttpHeaders headers) {
        Caller caller = Caller.of(security);
        return new Edit(applyTo, caller.tokenId().toString(), caller.name(), headers.getHeaderString(RequestId.HEADER));
    }

    boolean isForOpenTickets() {
        return applyTo == ApplyTo.OPEN;
    }

    /** What is to be done with the open tickets of a policy. */
    RecalculationRow recalculation(String policyId, int version, Instant now) {
        return new RecalculationRow(policyId, version, actorId, actorName, requestId, now);
    }
}
