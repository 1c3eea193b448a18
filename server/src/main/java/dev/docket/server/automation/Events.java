package dev.docket.server.automation;

import dev.docket.api.model.AutomationEvent;
import dev.docket.persistence.tickets.HistoryRow;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Which events an entry of a ticket's history is. */
final class Events {

    /** What the history calls the creation of a ticket. */
    static final String CREATED = "created";

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

    /** What {@code PATCH} can change. */
    private static final Set<String> UPDATABLE = Set.of(
            "ticketTypeId",
            "subject",
            "description",
            "status",
            "priority",
            "category",
            "requesterName",
            "requesterEmail",
            "requesterPhone",
            "assignedTo",
            "assignedTeamId",
            "merchantId",
            "leadId",
            "applicationId",
            "midId",
            "customFields",
            "tags");

    /** What a rule does may be to add a note besides. */
    private static final Set<String> WITH_A_NOTE = Set.of("automated", "escalated");

    private Events() {}

    static Set<AutomationEvent> of(HistoryRow entry) {
        Set<AutomationEvent> events = EnumSet.noneOf(AutomationEvent.class);
        AutomationEvent named = BY_ACTION.get(entry.action());
        if (named != null) {
            events.add(named);
        }
        boolean isCreation = entry.action().equals(CREATED);
        if (!isCreation && UPDATABLE.stream().anyMatch(field -> hasChanged(entry, field))) {
            events.add(AutomationEvent.TICKET_UPDATED);
        }
        if (!isCreation && hasChanged(entry, "status")) {
            events.add(AutomationEvent.STATUS_CHANGED);
        }
        if (Stream.of("assignedTo", "assignedTeamId")
                .anyMatch(field -> entry.after().get(field) != null && hasChanged(entry, field))) {
            events.add(AutomationEvent.ASSIGNED);
        }
        if (!isCreation && hasChanged(entry, "reopenCount")) {
            events.add(AutomationEvent.REOPENED);
        }
        // What a rule did is an entry of another name, whatever it did.
        if (entry.after().containsKey("escalationId")) {
            events.add(AutomationEvent.ESCALATED);
        }
        if (WITH_A_NOTE.contains(entry.action()) && entry.after().containsKey("commentId")) {
            events.add(AutomationEvent.COMMENTED);
        }
        return events;
    }

    private static boolean hasChanged(HistoryRow entry, String field) {
        return !Objects.equals(entry.before().get(field), entry.after().get(field));
    }
}
