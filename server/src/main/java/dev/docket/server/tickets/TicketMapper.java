package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketHistoryEntry;
import dev.docket.api.model.TicketUpdateInput;
import dev.docket.persistence.tickets.HistoryRow;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.sla.SlaState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** The bridge from a row to the contract. A property of the contract without a source does not compile. */
@Mapper(config = ContractMapping.class)
interface TicketMapper {

    TicketMapper INSTANCE = Mappers.getMapper(TicketMapper.class);

    /** @param sla as it stands now; null for a ticket without */
    @Mapping(target = "status", source = "row.status")
    @Mapping(target = "slaStatus", source = "sla.status")
    @Mapping(target = "slaFirstResponseDue", source = "sla.firstResponse.due")
    @Mapping(target = "slaFirstResponseMet", source = "sla.firstResponse.met")
    @Mapping(target = "slaResolutionDue", source = "sla.resolution.due")
    @Mapping(target = "slaResolutionMet", source = "sla.resolution.met")
    @Mapping(target = "slaBreachedAt", source = "sla.breachedAt")
    @Mapping(target = "slaPausedAt", source = "sla.pausedAt")
    @Mapping(target = "slaTotalPausedTime", expression = "java(sla == null ? 0L : sla.totalPausedMinutes())")
    @Mapping(target = "firstResponseTime", expression = "java(minutes(row.createdAt(), row.firstResponseAt()))")
    @Mapping(target = "resolutionTime", expression = "java(minutes(row.createdAt(), row.resolvedAt()))")
    Ticket toTicket(TicketRow row, @Nullable SlaState sla);

    /** What would have to be sent to leave the ticket as it is. */
    TicketUpdateInput toUpdate(TicketRow row);

    @Mapping(target = "actor.type", source = "actorType")
    @Mapping(target = "actor.id", source = "actorId")
    @Mapping(target = "actor.name", source = "actorName")
    TicketHistoryEntry toEntry(HistoryRow row);

    /** Whole minutes by the clock on the wall. */
    default @Nullable Long minutes(Instant from, @Nullable Instant until) {
        return until == null ? null : Duration.between(from, until).toMinutes();
    }
}
