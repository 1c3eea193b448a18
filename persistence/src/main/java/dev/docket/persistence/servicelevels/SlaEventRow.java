package dev.docket.persistence.servicelevels;

import java.time.Instant;

/**
 * An event of a ticket's service level.
 *
 * @param target {@code first_response} or {@code resolution}
 * @param kind {@code at_risk} or {@code breached}
 * @param cycle how often the ticket had been reopened
 * @param at when it happened, and not when it was recorded
 */
public record SlaEventRow(String target, String kind, long cycle, Instant at) {

    /** Whether the other event has the same target and kind, at any time. */
    public boolean isLike(SlaEventRow other) {
        return target.equals(other.target) && kind.equals(other.kind);
    }
}
