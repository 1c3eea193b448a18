package dev.docket.server.recalculation;

import dev.docket.api.model.ApplyTo;
import dev.docket.persistence.recalculation.RecalculationRow;
import dev.docket.server.security.Actor;
import java.time.Instant;

/**
 * Which tickets a change is for, and who makes it.
 *
 * @param actor for the histories of tickets
 */
public record RecalculationRequest(ApplyTo applyTo, Actor actor) {

    public boolean isForOpenTickets() {
        return applyTo == ApplyTo.OPEN;
    }

    /** What is to be done with the open tickets of a policy. */
    public RecalculationRow recalculation(String policyId, int version, Instant now) {
        return new RecalculationRow(policyId, version, actor.id(), actor.name(), actor.requestId(), now);
    }
}
