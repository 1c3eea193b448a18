package dev.docket.server.recalculation;

import dev.docket.api.model.ApplyTo;
import dev.docket.persistence.recalculation.RecalculationRow;
import dev.docket.server.security.Actor;
import java.time.Instant;

/**
 * The tickets to which a change applies, and the actor who makes it.
 *
 * @param actor the actor in the histories of the tickets
 */
public record RecalculationRequest(ApplyTo applyTo, Actor actor) {

    public boolean isForOpenTickets() {
        return applyTo == ApplyTo.OPEN;
    }

    /** Returns the pending recalculation of the open tickets of a policy. */
    public RecalculationRow recalculation(String policyId, int version, Instant now) {
        return new RecalculationRow(policyId, version, actor.id(), actor.name(), actor.requestId(), now);
    }
}
