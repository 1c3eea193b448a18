package dev.docket.server.tickets;

import static dev.docket.server.tickets.TicketField.Use.CONDITION;
import static dev.docket.server.tickets.TicketField.Use.HISTORY;
import static dev.docket.server.tickets.TicketField.Use.INTERNAL;
import static dev.docket.server.tickets.TicketField.Use.PATCH;
import static dev.docket.server.tickets.TicketField.Use.REFERENCE;

import dev.docket.api.model.RequesterType;
import dev.docket.api.model.TicketCategory;
import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketSource;
import dev.docket.api.model.TicketStatus;
import dev.docket.persistence.tickets.TicketRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a ticket by their names in the contract: the one list for the history, the events, the conditions of
 * rules and the patch. The README of the persistence module lists what else a new field touches.
 */
public enum TicketField {
    TICKET_TYPE_ID("ticketTypeId", Type.TEXT, row -> row.basics().ticketTypeId(), HISTORY, PATCH, REFERENCE, CONDITION),
    SUBJECT("subject", Type.TEXT, row -> row.basics().subject(), HISTORY, PATCH, CONDITION),
    DESCRIPTION("description", Type.TEXT, row -> row.basics().description(), HISTORY, PATCH, CONDITION),
    STATUS("status", TicketStatus.values(), row -> row.basics().status(), HISTORY, PATCH, CONDITION),
    PRIORITY("priority", TicketPriority.values(), row -> row.basics().priority(), HISTORY, PATCH, CONDITION),
    CATEGORY("category", TicketCategory.values(), row -> row.basics().category(), HISTORY, PATCH, CONDITION),
    SOURCE("source", TicketSource.values(), row -> row.basics().source(), CONDITION),
    REQUESTER_TYPE(
            "requesterType", RequesterType.values(), row -> row.requester().type(), CONDITION),
    REQUESTER_NAME("requesterName", Type.TEXT, row -> row.requester().name(), HISTORY, PATCH),
    REQUESTER_EMAIL("requesterEmail", Type.TEXT, row -> row.requester().email(), HISTORY, PATCH, CONDITION),
    REQUESTER_PHONE("requesterPhone", Type.TEXT, row -> row.requester().phone(), HISTORY, PATCH),
    ASSIGNED_TO("assignedTo", Type.TEXT, TicketRow::assignedTo, HISTORY, PATCH, REFERENCE, CONDITION),
    ASSIGNED_TEAM_ID("assignedTeamId", Type.NUMBER, TicketRow::assignedTeamId, HISTORY, PATCH, REFERENCE, CONDITION),
    MERCHANT_ID("merchantId", Type.NUMBER, row -> row.links().merchantId(), HISTORY, PATCH, REFERENCE, CONDITION),
    MERCHANT_NAME("merchantName", Type.TEXT, row -> row.links().merchantName(), HISTORY),
    LEAD_ID("leadId", Type.NUMBER, row -> row.links().leadId(), HISTORY, PATCH, REFERENCE),
    APPLICATION_ID("applicationId", Type.TEXT, row -> row.links().applicationId(), HISTORY, PATCH, REFERENCE),
    MID_ID("midId", Type.NUMBER, row -> row.links().midId(), HISTORY, PATCH, REFERENCE),
    RESOLVED_AT("resolvedAt", Type.TIME, TicketRow::resolvedAt, HISTORY),
    CLOSED_AT("closedAt", Type.TIME, TicketRow::closedAt, HISTORY),
    DELETED_AT("deletedAt", Type.TIME, TicketRow::deletedAt, HISTORY),
    FIRST_RESPONSE_AT("firstResponseAt", Type.TIME, TicketRow::firstResponseAt, HISTORY),
    LAST_RESPONSE_AT("lastResponseAt", Type.TIME, TicketRow::lastResponseAt, HISTORY),
    LAST_CUSTOMER_RESPONSE_AT("lastCustomerResponseAt", Type.TIME, TicketRow::lastCustomerResponseAt, HISTORY),
    SLA_POLICY_ID("slaPolicyId", Type.TEXT, row -> row.sla().policyId(), HISTORY, INTERNAL),
    SLA_POLICY_VERSION("slaPolicyVersion", Type.NUMBER, row -> row.sla().policyVersion(), HISTORY, INTERNAL),
    SLA_FIRST_RESPONSE_DUE("slaFirstResponseDue", Type.TIME, row -> row.sla().firstResponseDue(), HISTORY),
    SLA_RESOLUTION_DUE("slaResolutionDue", Type.TIME, row -> row.sla().resolutionDue(), HISTORY),
    SLA_BREACHED_AT("slaBreachedAt", Type.TIME, row -> row.sla().breachedAt(), HISTORY),
    SLA_PAUSED_AT("slaPausedAt", Type.TIME, row -> row.sla().pausedAt(), HISTORY),
    RESPONSE_COUNT("responseCount", Type.NUMBER, row -> row.counters().responseCount(), HISTORY),
    INTERNAL_NOTE_COUNT("internalNoteCount", Type.NUMBER, row -> row.counters().internalNoteCount(), HISTORY, INTERNAL),
    ATTACHMENT_COUNT("attachmentCount", Type.NUMBER, row -> row.counters().attachmentCount(), HISTORY, INTERNAL),
    REOPEN_COUNT("reopenCount", Type.NUMBER, row -> row.counters().reopenCount(), HISTORY, CONDITION),
    ESCALATION_COUNT("escalationCount", Type.NUMBER, row -> row.counters().escalationCount(), HISTORY, INTERNAL),
    CUSTOM_FIELDS("customFields", Type.OBJECT, TicketRow::customFields, HISTORY, PATCH),
    TAGS("tags", Type.TAGS, TicketRow::tags, HISTORY, PATCH, CONDITION),
    META_DATA("metaData", Type.OBJECT, TicketRow::metaData, HISTORY);

    /** The type of a field's values. */
    public enum Type {
        TEXT,
        NUMBER,
        CHOICE,
        TIME,
        TAGS,
        OBJECT
    }

    /** Where the field is used. */
    public enum Use {
        /** The history shows each change of the field. */
        HISTORY,
        /** Requesters do not see the field. */
        INTERNAL,
        /** {@code PATCH} can change the field. */
        PATCH,
        /** The field refers to an entity that could be deleted meanwhile, so a change of it locks the account. */
        REFERENCE,
        /** Conditions of automation rules can use the field. */
        CONDITION
    }

    private static final List<TicketField> IN_HISTORY = of(HISTORY);

    private final String wireName;
    private final Type type;
    private final List<String> choices;
    private final Function<TicketRow, @Nullable Object> value;
    private final Set<Use> uses;

    TicketField(String wireName, Type type, Function<TicketRow, @Nullable Object> value, Use... uses) {
        this(wireName, type, List.of(), value, uses);
    }

    TicketField(String wireName, Enum<?>[] choices, Function<TicketRow, @Nullable Object> value, Use... uses) {
        this(wireName, Type.CHOICE, Stream.of(choices).map(Object::toString).toList(), value, uses);
    }

    TicketField(
            String wireName,
            Type type,
            List<String> choices,
            Function<TicketRow, @Nullable Object> value,
            Use... uses) {
        this.wireName = wireName;
        this.type = type;
        this.choices = choices;
        this.value = value;
        this.uses = Set.of(uses);
    }

    /** Returns the fields that have this use. */
    public static List<TicketField> of(Use use) {
        return Stream.of(values()).filter(field -> field.isFor(use)).toList();
    }

    /**
     * Returns the values of {@code ticket} in the history fields whose value differs from {@code other}, without fields
     * that are empty.
     */
    public static Map<String, Object> differing(TicketRow ticket, TicketRow other) {
        Map<String, Object> differing = new LinkedHashMap<>();
        for (TicketField field : IN_HISTORY) {
            Object value = field.of(ticket);
            if (value != null && !Objects.equals(value, field.of(other))) {
                differing.put(field.wireName, value);
            }
        }
        return differing;
    }

    /** Returns the name in the contract and the history. */
    public String wireName() {
        return wireName;
    }

    public Type type() {
        return type;
    }

    /** Returns the values of a {@link Type#CHOICE}, in ascending order if they have an order; otherwise empty. */
    public List<String> choices() {
        return choices;
    }

    public boolean isFor(Use use) {
        return uses.contains(use);
    }

    public @Nullable Object of(TicketRow ticket) {
        return value.apply(ticket);
    }
}
