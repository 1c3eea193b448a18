package dev.docket.server.tickets;

import dev.docket.api.model.RequesterType;
import dev.docket.api.model.TicketUpdateInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.ApplicationDao;
import dev.docket.persistence.directory.ApplicationRow;
import dev.docket.persistence.directory.IntegerIds;
import dev.docket.persistence.directory.LeadDao;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.directory.MidDao;
import dev.docket.persistence.directory.MidRow;
import dev.docket.persistence.directory.TeamDao;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.tickets.Links;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.persistence.tickets.TicketRowBuilder;
import dev.docket.server.http.problem.Violations;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entities that a patch links to a ticket: they must exist, and not contradict its requester or one another. The
 * account is locked, so that no entity is deleted before the ticket refers to it.
 */
final class TicketLinks {

    /** Types of requester that determine the links. */
    private static final Set<String> MERCHANT = Set.of("merchant", "merchant-internal", "mid");

    private final Transaction transaction;
    private final TicketRow ticket;
    private final TicketUpdateInput wanted;
    private final List<Violation> violations;

    TicketLinks(Transaction transaction, TicketRow ticket, TicketUpdateInput wanted, List<Violation> violations) {
        this.transaction = transaction;
        this.ticket = ticket;
        this.wanted = wanted;
        this.violations = violations;
    }

    /** Sets the links, or adds what is wrong with them to the violations. */
    void set(TicketRowBuilder fields) {
        checkAssignee();
        checkTeam();
        checkLead();
        fields.assignedTo(wanted.getAssignedTo())
                .assignedTeamId(wanted.getAssignedTeamId())
                .links(links(application()));
    }

    private void checkAssignee() {
        String id = wanted.getAssignedTo();
        if (id == null || id.equals(ticket.assignedTo())) {
            return;
        }
        Optional<UserRow> user = transaction.dao(UserDao.class).find(ticket.accountId(), id);
        if (user.isEmpty()) {
            violations.add(Violations.unknown("/assignedTo", "user", id));
        } else if (!user.get().isActive()) {
            refuse("/assignedTo", ViolationCode.INACTIVE_REFERENCE, "the user '%s' is not active".formatted(id));
        }
    }

    private void checkTeam() {
        Long id = wanted.getAssignedTeamId();
        if (id != null
                && !id.equals(ticket.assignedTeamId())
                && transaction.dao(TeamDao.class).find(ticket.accountId(), id).isEmpty()) {
            violations.add(Violations.unknown("/assignedTeamId", "team", id));
        }
    }

    private void checkLead() {
        Long id = wanted.getLeadId();
        if (Objects.equals(id, ticket.links().leadId())) {
            return;
        }
        if (ticket.requester().type().equals(RequesterType.LEAD.toString())) {
            refuseRequester("/leadId");
        } else if (id != null
                && transaction.dao(LeadDao.class).find(ticket.accountId(), id).isEmpty()) {
            violations.add(Violations.unknown("/leadId", "lead", id));
        }
    }

    private @Nullable String application() {
        String id = wanted.getApplicationId();
        if (Objects.equals(id, ticket.links().applicationId())) {
            return id;
        }
        if (ticket.requester().type().equals(RequesterType.APPLICATION.toString())) {
            refuseRequester("/applicationId");
            return id;
        }
        if (id == null) {
            return null;
        }
        ApplicationDao applications = transaction.dao(ApplicationDao.class);
        Optional<ApplicationRow> found = applications
                .findByUniqueId(ticket.accountId(), id)
                .or(() -> Optional.ofNullable(IntegerIds.parse(id))
                        .flatMap(number -> applications.find(ticket.accountId(), number)));
        if (found.isEmpty()) {
            violations.add(Violations.unknown("/applicationId", "application", id));
        }
        return found.map(ApplicationRow::uniqueId).orElse(null);
    }

    private Links links(@Nullable String applicationId) {
        Long midId = wanted.getMidId();
        Long merchantId = wanted.getMerchantId();
        boolean hasOtherMid = !Objects.equals(midId, ticket.links().midId());
        boolean hasOtherMerchant = !Objects.equals(merchantId, ticket.links().merchantId());
        if (hasOtherMid && ticket.requester().type().equals(RequesterType.MID.toString())) {
            refuseRequester("/midId");
        } else if (hasOtherMerchant && MERCHANT.contains(ticket.requester().type())) {
            refuseRequester("/merchantId");
        } else if (hasOtherMid && midId != null) {
            merchantId = merchantOf(midId, merchantId, hasOtherMerchant);
        } else if (hasOtherMerchant && midId != null) {
            refuse("/merchantId", ViolationCode.CONTRADICTION, "is not the merchant of the MID; change midId instead");
        }
        String merchantName = ticket.links().merchantName();
        if (!Objects.equals(merchantId, ticket.links().merchantId())) {
            merchantName = merchantId == null ? null : nameOf(merchantId);
        }
        return new Links(merchantId, merchantName, wanted.getLeadId(), applicationId, midId);
    }

    private @Nullable Long merchantOf(Long midId, @Nullable Long merchantId, boolean hasOtherMerchant) {
        Optional<MidRow> mid = transaction.dao(MidDao.class).find(ticket.accountId(), midId);
        if (mid.isEmpty()) {
            violations.add(Violations.unknown("/midId", "MID", midId));
            return merchantId;
        }
        Long merchantOfMid = mid.get().merchantId();
        boolean isBound =
                hasOtherMerchant || MERCHANT.contains(ticket.requester().type());
        if (isBound && !merchantOfMid.equals(merchantId)) {
            refuse("/midId", ViolationCode.CONTRADICTION, "is a MID of another merchant");
        }
        return merchantOfMid;
    }

    private @Nullable String nameOf(Long merchantId) {
        Optional<MerchantRow> merchant = transaction.dao(MerchantDao.class).find(ticket.accountId(), merchantId);
        if (merchant.isEmpty()) {
            violations.add(Violations.unknown("/merchantId", "merchant", merchantId));
        }
        return merchant.map(MerchantRow::dbaName).orElse(null);
    }

    private void refuseRequester(String pointer) {
        refuse(pointer, ViolationCode.CONTRADICTION, "is the requester, which cannot be changed");
    }

    private void refuse(String pointer, ViolationCode code, String detail) {
        violations.add(Violations.inBody(pointer, code, detail));
    }
}
