package dev.docket.server.tickets;

import dev.docket.api.model.TicketPriority;
import dev.docket.persistence.sla.SlaPolicyRow;
import dev.docket.persistence.tickets.FoundTicket;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a stored ticket stands with its service level. */
final class TicketSla {

    private TicketSla() {}

    /** The state at {@code now}, by the policy that the ticket was made under; null for a ticket without an SLA. */
    static @Nullable SlaState at(FoundTicket found, Instant now) {
        TicketRow ticket = found.ticket();
        SlaPolicyRow policy = found.policy();
        if (policy == null && ticket.slaFirstResponseDue() == null && ticket.slaResolutionDue() == null) {
            return null;
        }
        SlaAgreement agreement = policy == null ? SlaAgreement.DOCKETS_OWN : SlaAgreement.of(policy);
        return agreement
                .clock(
                        TicketPriority.fromValue(ticket.priority()),
                        ticket.createdAt(),
                        ticket.slaPausedAt(),
                        ticket.firstResponseAt(),
                        ticket.resolvedAt(),
                        ticket.slaBreachedAt())
                .at(now);
    }
}
