package dev.docket.server.events;

import dev.docket.api.model.TicketHistoryEntry;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.server.http.json.ContractMapping;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Entries of a ticket's history, from rows to the contract. */
@Mapper(config = ContractMapping.class)
interface HistoryMapper {

    HistoryMapper INSTANCE = Mappers.getMapper(HistoryMapper.class);

    @Mapping(target = "actor", source = "cause.actor")
    @Mapping(target = "requestId", source = "cause.requestId")
    @Mapping(target = "depth", source = "cause.depth")
    TicketHistoryEntry toEntry(HistoryRow row);
}
