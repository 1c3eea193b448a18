package dev.docket.server.events;

import dev.docket.api.EventsApi;
import dev.docket.api.model.EventType;
import dev.docket.api.model.EventsFrom;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;

/** Lists events over HTTP. */
final class EventsResource extends ContractResource implements EventsApi {

    private final EventFeed feed;

    EventsResource(EventFeed feed) {
        this.feed = feed;
    }

    @Override
    public Response readEvents(
            String xAccountId,
            List<EventType> type,
            String ticketId,
            EventsFrom from,
            Integer pageSize,
            String cursor) {
        if (cursor == null && from == EventsFrom.NOW) {
            return feed.now(xAccountId).ok();
        }
        EventFilter filter = new EventFilter(caller(), ticketId, Set.copyOf(type));
        return feed.list(xAccountId, filter, cursor, pageSize).ok();
    }
}
