package dev.docket.server.tickets;

import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.tickets.FoundTicket;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How a stored ticket stands with its service level. */
public final class ServiceLevel {

    private ServiceLevel() {}

    /** The agreement that the ticket is under; null for a ticket without an SLA. */
    static @Nullable SlaAgreement agreement(FoundTicket found) {
        return found.policy() == null ? withoutPolicy(found.ticket()) : SlaAgreement.of(found.policy());
    }

    /** The agreement of a ticket that is under no policy of its account; null without an SLA. */
    static @Nullable SlaAgreement withoutPolicy(TicketRow ticket) {
        return ticket.sla().firstResponseDue() == null && ticket.sla().resolutionDue() == null
                ? null
                : SlaAgreement.DOCKETS_OWN;
    }

    /** The state at {@code now}, by the policy that the ticket is under; null for a ticket without an SLA. */
    public static @Nullable SlaState at(FoundTicket found, Instant now) {
        SlaAgreement agreement = agreement(found);
        return agreement == null ? null : at(found.ticket(), agreement, now);
    }

    static SlaState at(TicketRow ticket, SlaAgreement agreement, Instant now) {
        return agreement.clock(ticket).at(notBefore(ticket, now));
    }

    /** When the ticket was created or reopened last. */
    static Instant cycleStart(TicketRow ticket) {
        return ticket.slaPauses().stream()
                .filter(pause -> pause.cause().equals(SlaAgreement.RESOLVED))
                .map(PauseRow::until)
                .max(Comparator.naturalOrder())
                .orElse(ticket.createdAt());
    }

    /** A node's clock may be behind that of the one which changed the ticket last; time in a ticket never runs back. */
    static Instant notBefore(TicketRow ticket, Instant now) {
        return now.isBefore(ticket.updatedAt()) ? ticket.updatedAt() : now;
    }
}
