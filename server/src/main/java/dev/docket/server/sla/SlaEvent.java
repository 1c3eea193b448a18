package dev.docket.server.sla;

import java.time.Instant;

/**
 * Something that a service level comes to.
 *
 * @param target {@value #FIRST_RESPONSE} or {@value #RESOLUTION}
 * @param kind {@value #AT_RISK} or {@value #BREACHED}
 * @param at when it was so: the at-risk instant, or the due instant
 */
public record SlaEvent(String target, String kind, Instant at) {

    public static final String FIRST_RESPONSE = "first_response";
    public static final String RESOLUTION = "resolution";
    public static final String AT_RISK = "at_risk";
    public static final String BREACHED = "breached";

    /** Whether the other is of the same target and kind, whenever it was. */
    public boolean isLike(SlaEvent other) {
        return target.equals(other.target) && kind.equals(other.kind);
    }
}
