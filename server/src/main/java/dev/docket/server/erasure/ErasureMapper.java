package dev.docket.server.erasure;

import dev.docket.api.model.RequesterErasure;
import dev.docket.persistence.erasure.ErasureRow;
import dev.docket.server.http.json.ContractMapping;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps rows to the contract. */
@Mapper(config = ContractMapping.class)
interface ErasureMapper {

    ErasureMapper INSTANCE = Mappers.getMapper(ErasureMapper.class);

    @Mapping(target = "isFinished", expression = "java(row.finishedAt() != null)")
    @Mapping(target = "requestedBy", source = "actor")
    RequesterErasure toErasure(ErasureRow row);
}
