package dev.docket.server.events;

import dev.docket.api.model.AutomationEvent;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.server.tickets.TicketField;
import dev.docket.server.tickets.TicketField.Use;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Maps an entry of a ticket's history to events. */
public final class TicketEvents {

    /** The action name of the creation in the history. */
    public static final String CREATED = "created";

    private static final Map<String, AutomationEvent> BY_ACTION = Map.of(
            CREATED,
            AutomationEvent.TICKET_CREATED,
            "commented",
            AutomationEvent.COMMENTED,
            "escalated",
            AutomationEvent.ESCALATED,
            "sla_at_risk",
            AutomationEvent.SLA_AT_RISK,
            "sla_breached",
            AutomationEvent.SLA_BREACHED,
            "merged",
            AutomationEvent.MERGED);

    /** Actions in the history that can also add an internal note. */
    private static final Set<String> WITH_A_NOTE = Set.of("automated", "escalated");

    private TicketEvents() {}

    public static Set<AutomationEvent> of(HistoryRow entry) {
        Set<AutomationEvent> events = EnumSet.noneOf(AutomationEvent.class);
        AutomationEvent named = BY_ACTION.get(entry.action());
        if (named != null) {
            events.add(named);
        }
        boolean isCreation = entry.action().equals(CREATED);
        if (!isCreation && TicketField.of(Use.PATCH).stream().anyMatch(field -> hasChanged(entry, field))) {
            events.add(AutomationEvent.TICKET_UPDATED);
        }
        if (!isCreation && hasChanged(entry, TicketField.STATUS)) {
            events.add(AutomationEvent.STATUS_CHANGED);
        }
        if (Stream.of(TicketField.ASSIGNED_TO, TicketField.ASSIGNED_TEAM_ID)
                .anyMatch(field -> entry.after().get(field.wireName()) != null && hasChanged(entry, field))) {
            events.add(AutomationEvent.ASSIGNED);
        }
        if (!isCreation && hasChanged(entry, TicketField.REOPEN_COUNT)) {
            events.add(AutomationEvent.REOPENED);
        }
        // A rule stores all its changes under one action name, so the entry's details tell its events.
        if (entry.after().containsKey("escalationId")) {
            events.add(AutomationEvent.ESCALATED);
        }
        if (WITH_A_NOTE.contains(entry.action()) && entry.after().containsKey("commentId")) {
            events.add(AutomationEvent.COMMENTED);
        }
        return events;
    }

    private static boolean hasChanged(HistoryRow entry, TicketField field) {
        return !Objects.equals(
                entry.before().get(field.wireName()), entry.after().get(field.wireName()));
    }
}
