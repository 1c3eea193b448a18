package dev.docket.server.tickets;

import dev.docket.persistence.tickets.TicketRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The fields of a ticket that its history tells of, by the names of the contract. */
public final class TicketFields {

    private static final Map<String, Function<TicketRow, Object>> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("ticketTypeId", TicketRow::ticketTypeId);
        FIELDS.put("subject", TicketRow::subject);
        FIELDS.put("description", TicketRow::description);
        FIELDS.put("status", TicketRow::status);
        FIELDS.put("priority", TicketRow::priority);
        FIELDS.put("category", TicketRow::category);
        FIELDS.put("requesterName", TicketRow::requesterName);
        FIELDS.put("requesterEmail", TicketRow::requesterEmail);
        FIELDS.put("requesterPhone", TicketRow::requesterPhone);
        FIELDS.put("assignedTo", TicketRow::assignedTo);
        FIELDS.put("assignedTeamId", TicketRow::assignedTeamId);
        FIELDS.put("merchantId", TicketRow::merchantId);
        FIELDS.put("merchantName", TicketRow::merchantName);
        FIELDS.put("leadId", TicketRow::leadId);
        FIELDS.put("applicationId", TicketRow::applicationId);
        FIELDS.put("midId", TicketRow::midId);
        FIELDS.put("resolvedAt", TicketRow::resolvedAt);
        FIELDS.put("closedAt", TicketRow::closedAt);
        FIELDS.put("deletedAt", TicketRow::deletedAt);
        FIELDS.put("firstResponseAt", TicketRow::firstResponseAt);
        FIELDS.put("lastResponseAt", TicketRow::lastResponseAt);
        FIELDS.put("lastCustomerResponseAt", TicketRow::lastCustomerResponseAt);
        FIELDS.put("slaPolicyId", TicketRow::slaPolicyId);
        FIELDS.put("slaPolicyVersion", TicketRow::slaPolicyVersion);
        FIELDS.put("slaFirstResponseDue", TicketRow::slaFirstResponseDue);
        FIELDS.put("slaResolutionDue", TicketRow::slaResolutionDue);
        FIELDS.put("slaBreachedAt", TicketRow::slaBreachedAt);
        FIELDS.put("slaPausedAt", TicketRow::slaPausedAt);
        FIELDS.put("responseCount", TicketRow::responseCount);
        FIELDS.put("internalNoteCount", TicketRow::internalNoteCount);
        FIELDS.put("attachmentCount", TicketRow::attachmentCount);
        FIELDS.put("reopenCount", TicketRow::reopenCount);
        FIELDS.put("escalationCount", TicketRow::escalationCount);
        FIELDS.put("customFields", TicketRow::customFields);
        FIELDS.put("tags", TicketRow::tags);
        FIELDS.put("metaData", TicketRow::metaData);
    }

    private TicketFields() {}

    /** What {@code ticket} has in the fields in which it is different from {@code other}; a field that is empty is left out. */
    public static Map<String, Object> differing(TicketRow ticket, TicketRow other) {
        Map<String, Object> differing = new LinkedHashMap<>();
        FIELDS.forEach((name, field) -> {
            Object value = field.apply(ticket);
            if (value != null && !Objects.equals(value, field.apply(other))) {
                differing.put(name, value);
            }
        });
        return differing;
    }
}
