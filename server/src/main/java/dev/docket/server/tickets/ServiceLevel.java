package dev.docket.server.tickets;

import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.tickets.FoundTicket;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The service level of a stored ticket. */
final class ServiceLevel {

    private ServiceLevel() {}

    /** Returns the agreement that applies to the ticket; null for a ticket without an SLA. */
    static @Nullable SlaAgreement agreement(FoundTicket found) {
        return found.policy() == null ? withoutPolicy(found.ticket()) : SlaAgreement.of(found.policy());
    }

    /** Returns the agreement of a ticket to which no policy of its account applies; null without an SLA. */
    static @Nullable SlaAgreement withoutPolicy(TicketRow ticket) {
        return ticket.sla().firstResponseDue() == null && ticket.sla().resolutionDue() == null
                ? null
                : SlaAgreement.DOCKETS_OWN;
    }

    /** Returns the state at {@code now}, by the policy that applies to the ticket; null for a ticket without an SLA. */
    public static @Nullable SlaState at(FoundTicket found, Instant now) {
        SlaAgreement agreement = agreement(found);
        return agreement == null ? null : at(found.ticket(), agreement, now);
    }

    static SlaState at(TicketRow ticket, SlaAgreement agreement, Instant now) {
        return agreement.clock(ticket).at(notBefore(ticket, now));
    }

    /** Returns when the ticket was created or last reopened. */
    static Instant cycleStart(TicketRow ticket) {
        return ticket.slaPauses().stream()
                .filter(pause -> pause.cause().equals(SlaAgreement.RESOLVED))
                .map(PauseRow::until)
                .max(Comparator.naturalOrder())
                .orElse(ticket.createdAt());
    }

    /** Returns the later of {@code now} and the last change: another node with a faster clock may have made it. */
    static Instant notBefore(TicketRow ticket, Instant now) {
        return now.isBefore(ticket.updatedAt()) ? ticket.updatedAt() : now;
    }
}
