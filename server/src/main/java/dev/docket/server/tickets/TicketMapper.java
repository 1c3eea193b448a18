package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketUpdateInput;
import dev.docket.persistence.tickets.TicketBasics;
import dev.docket.persistence.tickets.TicketBasicsBuilder;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.sla.SlaState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.MappingTarget;
import org.mapstruct.factory.Mappers;

/** Maps rows to the contract. A property of the contract without a source does not compile. */
@Mapper(config = ContractMapping.class)
interface TicketMapper {

    TicketMapper INSTANCE = Mappers.getMapper(TicketMapper.class);

    /** @param sla the current state; null for a ticket without an SLA */
    @Mapping(target = ".", source = "row.basics")
    @Mapping(target = ".", source = "row.links")
    @Mapping(target = ".", source = "row.counters")
    @Mapping(target = "requesterType", source = "row.requester.type")
    @Mapping(target = "requesterId", source = "row.requester.id")
    @Mapping(target = "requesterName", source = "row.requester.name")
    @Mapping(target = "requesterEmail", source = "row.requester.email")
    @Mapping(target = "requesterPhone", source = "row.requester.phone")
    @Mapping(target = "status", source = "row.basics.status")
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

    /** @param ticketTypeVersion null without a type */
    TicketBasics toBasics(TicketInput input, @Nullable Integer ticketTypeVersion);

    /** Sets the fields that a patch can change and no rule depends on. */
    @Mapping(target = "ticketTypeId", ignore = true)
    @Mapping(target = "ticketTypeVersion", ignore = true)
    @Mapping(target = "status", ignore = true)
    @Mapping(target = "source", ignore = true)
    void update(TicketUpdateInput wanted, @MappingTarget TicketBasicsBuilder basics);

    /** Returns the request body that would leave the ticket unchanged. */
    @Mapping(target = ".", source = "basics")
    @Mapping(target = ".", source = "links")
    @Mapping(target = "requesterName", source = "requester.name")
    @Mapping(target = "requesterEmail", source = "requester.email")
    @Mapping(target = "requesterPhone", source = "requester.phone")
    TicketUpdateInput toUpdate(TicketRow row);

    /** Returns whole minutes of elapsed time, not of business hours. */
    default @Nullable Long minutes(Instant from, @Nullable Instant until) {
        return until == null ? null : Duration.between(from, until).toMinutes();
    }
}
