package dev.docket.server.tickettypes;

import dev.docket.api.model.CustomField;
import dev.docket.api.model.TicketType;
import dev.docket.api.model.TicketTypeInput;
import dev.docket.api.model.TicketTypeVersion;
import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.persistence.tickettypes.TicketTypeVersionRow;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.json.ContractMapping;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps between rows and the contract. */
@Mapper(config = ContractMapping.class)
interface TicketTypeMapper {

    TicketTypeMapper INSTANCE = Mappers.getMapper(TicketTypeMapper.class);

    TicketType toTicketType(TicketTypeRow row);

    /** The input that would create the type as it is now, except its id, which does not change. */
    @Mapping(target = "id", ignore = true)
    TicketTypeInput toInput(TicketTypeRow row);

    @Mapping(target = "id", source = "stamp.id")
    @Mapping(target = "createdAt", source = "stamp.createdAt")
    TicketTypeRow toRow(TicketTypeInput input, Stamp stamp, int version);

    TicketTypeVersion toVersion(TicketTypeVersionRow row);

    CustomField toCustomField(CustomFieldRow row);

    CustomFieldRow toRow(CustomField field);
}
