package dev.docket.server.events;

import dev.docket.api.model.Event;
import dev.docket.api.model.EventData;
import dev.docket.api.model.EventType;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.feed.EventRow;
import dev.docket.server.comments.Comments;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.Tickets;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Events, from rows to the contract. */
@Mapper(config = ContractMapping.class)
interface EventMapper {

    EventMapper INSTANCE = Mappers.getMapper(EventMapper.class);

    /** @param row as the caller sees it */
    default Event toEvent(EventRow row, EventType type, Caller caller) {
        long ticket = row.ticket().ticket().id();
        return new Event()
                .specversion("1.0")
                .id("%d-%d-%s".formatted(ticket, row.entry().number(), type))
                .source("urn:docket:account:" + row.ticket().ticket().accountId())
                .type(type)
                .subject(row.ticket().ticket().uniqueId().toString())
                .time(row.entry().at())
                .datacontenttype("application/json")
                .data(toData(row.entry())
                        .ticket(Tickets.shownAt(row.ticket(), row.entry().at(), caller))
                        .comment(
                                row.comment() == null
                                        ? null
                                        : Comments.shown(
                                                row.comment(),
                                                row.ticket().ticket().uniqueId())));
    }

    @Mapping(target = "actor", source = "cause.actor")
    @Mapping(target = "requestId", source = "cause.requestId")
    @Mapping(target = "depth", source = "cause.depth")
    @Mapping(target = "ticket", ignore = true)
    @Mapping(target = "comment", ignore = true)
    EventData toData(HistoryRow row);
}
