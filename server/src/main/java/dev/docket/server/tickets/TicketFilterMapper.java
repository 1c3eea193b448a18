package dev.docket.server.tickets;

import dev.docket.api.TicketsApi.ListTicketsParameters;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.text.Composed;
import java.util.List;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;
import org.mapstruct.factory.Mappers;

/** Maps the query of a list to a filter. A part of the filter without a source does not compile. */
@Mapper(config = ContractMapping.class, uses = SearchText.class)
interface TicketFilterMapper {

    TicketFilterMapper INSTANCE = Mappers.getMapper(TicketFilterMapper.class);

    /** Stands for a user's id: tickets without an assignee. */
    String UNASSIGNED = "none";

    @Mapping(target = "statuses", source = "status")
    @Mapping(target = "priorities", source = "priority")
    @Mapping(target = "categories", source = "category")
    @Mapping(target = "sources", source = "source")
    @Mapping(target = "ticketTypeIds", source = "ticketTypeId")
    @Mapping(target = "assignedTo", source = "assignedTo", qualifiedByName = "users")
    @Mapping(target = "isUnassigned", source = "assignedTo", qualifiedByName = "isUnassigned")
    @Mapping(target = "assignedTeamIds", source = "assignedTeamId")
    @Mapping(target = "requesterTypes", source = "requesterType")
    @Mapping(target = "requesterIds", source = "requesterId")
    @Mapping(target = "merchantIds", source = "merchantId")
    @Mapping(target = "leadIds", source = "leadId")
    @Mapping(target = "applicationIds", source = "applicationId")
    @Mapping(target = "midIds", source = "midId")
    @Mapping(target = "externalIds", source = "externalId")
    @Mapping(target = "tags", source = "tag", qualifiedByName = "composed")
    @Mapping(target = "slaStatuses", source = "slaStatus")
    @Mapping(target = "customFieldNames", source = "customField", qualifiedByName = "fieldNames")
    @Mapping(target = "customFieldValues", source = "customField", qualifiedByName = "fieldValues")
    TicketFilter toFilter(ListTicketsParameters query);

    @Named("composed")
    default List<String> composed(List<String> tags) {
        return Composed.of(tags);
    }

    @Named("users")
    default List<String> users(List<String> assignedTo) {
        return assignedTo.stream().filter(id -> !id.equals(UNASSIGNED)).toList();
    }

    @Named("isUnassigned")
    default boolean isUnassigned(List<String> assignedTo) {
        return assignedTo.contains(UNASSIGNED);
    }

    @Named("fieldNames")
    default List<String> fieldNames(List<String> fields) {
        return Composed.of(fields).stream().map(field -> field.split(":", 2)[0]).toList();
    }

    @Named("fieldValues")
    default List<String> fieldValues(List<String> fields) {
        return Composed.of(fields).stream().map(field -> field.split(":", 2)[1]).toList();
    }
}
