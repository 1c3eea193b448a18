package dev.docket.server.recalculation;

import dev.docket.api.model.ApplyTo;
import dev.docket.persistence.recalculation.RecalculationRow;
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
public record RecalculationRequest(ApplyTo applyTo, String actorId, String actorName, String requestId) {

    public static RecalculationRequest of(ApplyTo applyTo, SecurityContext security, HttpHeaders headers) {
        Caller caller = Caller.of(security);
        return new RecalculationRequest(
                applyTo, caller.tokenId().toString(), caller.name(), headers.getHeaderString(RequestId.HEADER));
    }

    public boolean isForOpenTickets() {
        return applyTo == ApplyTo.OPEN;
    }

    /** What is to be done with the open tickets of a policy. */
    public RecalculationRow recalculation(String policyId, int version, Instant now) {
        return new RecalculationRow(policyId, version, actorId, actorName, requestId, now);
    }
}
