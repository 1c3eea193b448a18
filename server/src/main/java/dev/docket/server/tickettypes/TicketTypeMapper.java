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
import dev.docket.server.text.Composed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;
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

    @Mapping(target = "name", qualifiedByName = "composed")
    @Mapping(target = "options", qualifiedByName = "allComposed")
    CustomFieldRow toRow(CustomField field);

    @Named("composed")
    static String composed(String name) {
        return Composed.of(name);
    }

    @Named("allComposed")
    static @Nullable List<String> composed(@Nullable List<String> options) {
        return options == null ? null : Composed.of(options);
    }
}
