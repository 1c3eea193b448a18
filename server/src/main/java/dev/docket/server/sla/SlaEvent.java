package dev.docket.server.sla;

import java.time.Instant;

/**
 * A milestone of an SLA: a target becomes at risk or is breached.
 *
 * @param target {@value #FIRST_RESPONSE} or {@value #RESOLUTION}
 * @param kind {@value #AT_RISK} or {@value #BREACHED}
 * @param at the at-risk instant, or the due instant
 */
public record SlaEvent(String target, String kind, Instant at) {

    public static final String FIRST_RESPONSE = "first_response";
    public static final String RESOLUTION = "resolution";
    public static final String AT_RISK = "at_risk";
    public static final String BREACHED = "breached";

    /** Whether the other event has the same target and kind; the instants may differ. */
    public boolean isLike(SlaEvent other) {
        return target.equals(other.target) && kind.equals(other.kind);
    }
}
