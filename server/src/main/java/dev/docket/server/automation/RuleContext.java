package dev.docket.server.automation;

import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.events.TicketEvents;
import dev.docket.server.sla.SlaState;
import dev.docket.server.tickets.TicketChange;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input of conditions: the current ticket, and a change of it.
 *
 * @param sla the current state; null for a ticket without an SLA
 * @param before the former values of the changed fields, as in the history; empty for a creation
 */
record RuleContext(
        TicketRow ticket, @Nullable SlaState sla, Instant now, Map<String, Object> before, Map<String, Object> after) {

    static RuleContext of(TicketChange ticket, HistoryRow entry) {
        return entry.action().equals(TicketEvents.CREATED)
                ? of(ticket, Map.of(), Map.of())
                : of(ticket, entry.before(), entry.after());
    }

    static RuleContext of(TicketChange ticket, Map<String, Object> before, Map<String, Object> after) {
        return new RuleContext(ticket.before(), ticket.sla(), ticket.now(), before, after);
    }
}
