package dev.docket.persistence.servicelevels;

import java.time.Instant;

/**
 * Something that the service level of a ticket came to.
 *
 * @param target {@code first_response} or {@code resolution}
 * @param kind {@code at_risk} or {@code breached}
 * @param cycle how often the ticket had been reopened
 * @param at when it was so, and not when it was noticed
 */
public record SlaEventRow(String target, String kind, long cycle, Instant at) {

    /** Whether it is of the same target and kind, whenever it was. */
    public boolean isLike(SlaEventRow other) {
        return target.equals(other.target) && kind.equals(other.kind);
    }
}
