package dev.docket.server.tickets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.RequesterType;
import dev.docket.api.model.TicketStatus;
import dev.docket.api.model.TicketUpdateInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.tickets.Requester;
import dev.docket.persistence.tickets.TicketBasicsBuilder;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.persistence.tickets.TicketRowBuilder;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.accounts.AccountRules;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.text.Composed;
import dev.docket.server.text.EmailAddress;
import dev.docket.server.tickettypes.CustomFields;
import dev.docket.server.tickettypes.TicketTypeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies a merge patch to a ticket. Works in one transaction. */
public final class TicketEdit {

    private final Transaction transaction;
    private final TicketChange change;
    private final TicketRow ticket;
    private final TicketUpdateInput wanted;
    private final Map<String, Object> customFields;
    private final List<Violation> violations = new ArrayList<>();

    private TicketEdit(Transaction transaction, TicketChange change, TicketUpdateInput wanted) {
        this.transaction = transaction;
        this.change = change;
        this.ticket = change.ticket();
        this.wanted = wanted;
        this.customFields = Composed.of(wanted.getCustomFields());
    }

    static boolean needsLockedAccount(ObjectNode patch) {
        return TicketField.of(TicketField.Use.REFERENCE).stream().anyMatch(field -> patch.has(field.wireName()));
    }

    /**
     * Applies the patch to the change, and stores nothing.
     *
     * @throws ProblemException 400 with everything that would be wrong afterwards; 403 if it requires permissions that
     *     the actor does not have; 409 if the ticket is closed
     */
    public static void apply(
            Transaction transaction, AccountRulesCache configurations, TicketChange change, ObjectNode patch) {
        TicketUpdateInput wanted =
                MergePatch.apply(patch, TicketMapper.INSTANCE.toUpdate(change.ticket()), TicketUpdateInput.class);
        new TicketEdit(transaction, change, wanted).apply(configurations);
    }

    private void apply(AccountRulesCache configurations) {
        TicketRowBuilder fields =
                TicketRowBuilder.builder(ticket).customFields(customFields).tags(TicketDraft.tags(wanted.getTags()));
        TicketBasicsBuilder basics = TicketBasicsBuilder.builder(ticket.basics());
        TicketMapper.INSTANCE.update(wanted, basics);
        @Nullable SlaAgreement agreement = setType(basics, configurations);
        fields.basics(basics.build());
        new TicketLinks(transaction, ticket, wanted, violations).set(fields);
        setRequester(fields);
        violations.addAll(FreeForm.check(wanted.getCustomFields()));
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        TicketRow edited = fields.build();
        if (!edited.equals(ticket) && wanted.getStatus() == TicketStatus.CLOSED) {
            change.requireNotClosed();
        }
        change.with(present -> fields).moveTo(wanted.getStatus());
        if (agreement != null) {
            change.under(agreement);
        }
    }

    /** @return the agreement of the new type; null if the type does not change */
    private @Nullable SlaAgreement setType(TicketBasicsBuilder basics, AccountRulesCache configurations) {
        boolean becomesResolved = TicketLifecycle.isResolved(wanted.getStatus())
                && !TicketLifecycle.isResolved(
                        TicketStatus.fromValue(ticket.basics().status()));
        if (Objects.equals(wanted.getTicketTypeId(), ticket.basics().ticketTypeId())) {
            boolean hasOtherFields = !ticket.customFields().equals(customFields);
            if (ticket.basics().ticketTypeId() != null && (hasOtherFields || becomesResolved)) {
                check(new CustomFields(transaction
                        .dao(TicketTypeDao.class)
                        .getVersion(
                                ticket.accountId(),
                                ticket.basics().ticketTypeId(),
                                ticket.basics().ticketTypeVersion())
                        .customFields()));
            }
            return null;
        }
        AccountRules configuration = configurations.changed(transaction, ticket.accountId());
        if (wanted.getTicketTypeId() == null) {
            basics.ticketTypeId(null).ticketTypeVersion(null);
            return configuration.defaultSla();
        }
        TicketTypeRules type = configuration.ticketTypes().get(wanted.getTicketTypeId());
        if (type == null) {
            violations.add(Violations.unknown("/ticketTypeId", "ticket type", wanted.getTicketTypeId()));
            return null;
        }
        if (!type.isActive()) {
            refuse(
                    "/ticketTypeId",
                    ViolationCode.INACTIVE_REFERENCE,
                    "the ticket type '" + type.id() + "' is not active");
        }
        List<String> missing = type.requiredPermissions().stream()
                .filter(permission -> !change.actor().has(permission))
                .toList();
        if (!missing.isEmpty()) {
            throw ProblemException.forbidden(
                    missing.get(0), "tickets of this type need more permissions: " + String.join(", ", missing));
        }
        check(type.customFields());
        basics.ticketTypeId(type.id()).ticketTypeVersion(type.version());
        return type.sla();
    }

    private void check(CustomFields definitions) {
        violations.addAll(definitions.check(customFields, TicketLifecycle.isResolved(wanted.getStatus())));
    }

    private void setRequester(TicketRowBuilder fields) {
        Requester present = ticket.requester();
        if (present.type().equals(RequesterType.EXTERNAL.toString())) {
            violations.addAll(TicketDraft.checkExternal(wanted.getRequesterName(), wanted.getRequesterEmail()));
        } else {
            requireDerived("/requesterName", wanted.getRequesterName(), present.name());
            requireDerived("/requesterEmail", wanted.getRequesterEmail(), present.email());
            requireDerived("/requesterPhone", wanted.getRequesterPhone(), present.phone());
        }
        fields.requester(new Requester(
                present.type(),
                present.id(),
                wanted.getRequesterName(),
                EmailAddress.kept(wanted.getRequesterEmail()),
                wanted.getRequesterPhone()));
    }

    private void requireDerived(String pointer, @Nullable String value, @Nullable String present) {
        if (!Objects.equals(value, present)) {
            refuse(
                    pointer,
                    ViolationCode.CONTRADICTION,
                    "is copied from the requester; only an external requester's can be changed");
        }
    }

    private void refuse(String pointer, ViolationCode code, String detail) {
        violations.add(Violations.inBody(pointer, code, detail));
    }
}
