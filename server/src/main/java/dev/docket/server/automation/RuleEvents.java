package dev.docket.server.automation;

import dev.docket.api.model.AutomationEvent;
import dev.docket.api.model.EventType;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.server.events.TicketEvents;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The events that rules react to, by the events of the feed. */
final class RuleEvents {

    private static final Map<EventType, AutomationEvent> BY_TYPE = Map.of(
            EventType.TICKET_CREATED, AutomationEvent.TICKET_CREATED,
            EventType.TICKET_UPDATED, AutomationEvent.TICKET_UPDATED,
            EventType.TICKET_STATUS_CHANGED, AutomationEvent.STATUS_CHANGED,
            EventType.TICKET_REOPENED, AutomationEvent.REOPENED,
            EventType.TICKET_ASSIGNED, AutomationEvent.ASSIGNED,
            EventType.TICKET_ESCALATED, AutomationEvent.ESCALATED,
            EventType.TICKET_MERGED, AutomationEvent.MERGED,
            EventType.COMMENT_ADDED, AutomationEvent.COMMENTED,
            EventType.SLA_AT_RISK, AutomationEvent.SLA_AT_RISK,
            EventType.SLA_BREACHED, AutomationEvent.SLA_BREACHED);

    private RuleEvents() {}

    static Set<AutomationEvent> of(HistoryRow entry) {
        Set<AutomationEvent> events = EnumSet.noneOf(AutomationEvent.class);
        for (EventType type : TicketEvents.of(entry)) {
            // Rules react to a merge once, on the ticket that remains.
            if (BY_TYPE.containsKey(type) && !(type == EventType.TICKET_MERGED && isMergedAway(entry))) {
                events.add(BY_TYPE.get(type));
            }
        }
        return events;
    }

    private static boolean isMergedAway(HistoryRow entry) {
        return entry.after().containsKey("mergedInto");
    }
}
