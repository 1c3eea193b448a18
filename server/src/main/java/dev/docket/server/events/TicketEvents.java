package dev.docket.server.events;

import dev.docket.api.model.EventType;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.server.tickets.TicketField;
import dev.docket.server.tickets.TicketField.Use;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Which events an entry of a ticket's history is. */
public final class TicketEvents {

    /** The action name of the creation in the history. */
    public static final String CREATED = "created";

    private static final Map<String, EventType> BY_ACTION = Map.ofEntries(
            Map.entry(CREATED, EventType.TICKET_CREATED),
            Map.entry("deleted", EventType.TICKET_DELETED),
            Map.entry("restored", EventType.TICKET_RESTORED),
            Map.entry("merged", EventType.TICKET_MERGED),
            Map.entry("merged_into", EventType.TICKET_MERGED),
            Map.entry("erased", EventType.TICKET_ERASED),
            Map.entry("escalated", EventType.TICKET_ESCALATED),
            Map.entry("commented", EventType.COMMENT_ADDED),
            Map.entry("comment_edited", EventType.COMMENT_UPDATED),
            Map.entry("comment_redacted", EventType.COMMENT_REDACTED),
            Map.entry("attached", EventType.ATTACHMENT_ADDED),
            Map.entry("attachment_deleted", EventType.ATTACHMENT_DELETED),
            Map.entry("sla_at_risk", EventType.SLA_AT_RISK),
            Map.entry("sla_breached", EventType.SLA_BREACHED));

    /** Actions in the history that can also add an internal note. */
    private static final Set<String> WITH_A_NOTE = Set.of("automated", "escalated");

    private final HistoryRow entry;
    private final Set<EventType> types = EnumSet.noneOf(EventType.class);

    private TicketEvents(HistoryRow entry) {
        this.entry = entry;
    }

    /** Returns the events in the order of the contract, at least one. */
    public static Set<EventType> of(HistoryRow entry) {
        TicketEvents events = new TicketEvents(entry);
        EventType named = BY_ACTION.get(entry.action());
        if (named != null) {
            events.types.add(named);
        }
        events.addChanges(entry.action().equals(CREATED));
        events.addAssignment();
        events.addDetails();
        if (events.types.isEmpty()) {
            events.types.add(EventType.TICKET_UPDATED);
        }
        return events.types;
    }

    private void addChanges(boolean isCreation) {
        if (isCreation) {
            return;
        }
        if (TicketField.of(Use.PATCH).stream().anyMatch(this::hasChanged)) {
            types.add(EventType.TICKET_UPDATED);
        }
        if (hasChanged(TicketField.STATUS)) {
            types.add(EventType.TICKET_STATUS_CHANGED);
        }
        if (hasChanged(TicketField.REOPEN_COUNT)) {
            types.add(EventType.TICKET_REOPENED);
        }
        if (hasChanged(TicketField.SLA_PAUSED_AT)) {
            types.add(has(TicketField.SLA_PAUSED_AT) ? EventType.SLA_PAUSED : EventType.SLA_RESUMED);
        }
    }

    private void addAssignment() {
        if (assignments().anyMatch(this::has)) {
            types.add(EventType.TICKET_ASSIGNED);
        } else if (assignments().findAny().isPresent()) {
            types.add(EventType.TICKET_UNASSIGNED);
        }
    }

    private Stream<TicketField> assignments() {
        return Stream.of(TicketField.ASSIGNED_TO, TicketField.ASSIGNED_TEAM_ID).filter(this::hasChanged);
    }

    /** A rule stores all its changes under one action name, so the entry's details tell its events. */
    private void addDetails() {
        if (entry.after().containsKey("escalationId")) {
            types.add(EventType.TICKET_ESCALATED);
        }
        if (WITH_A_NOTE.contains(entry.action()) && entry.after().containsKey("commentId")) {
            types.add(EventType.COMMENT_ADDED);
        }
    }

    private boolean has(TicketField field) {
        return entry.after().get(field.wireName()) != null;
    }

    private boolean hasChanged(TicketField field) {
        return !Objects.equals(
                entry.before().get(field.wireName()), entry.after().get(field.wireName()));
    }
}
