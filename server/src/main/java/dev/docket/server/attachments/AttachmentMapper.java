package dev.docket.server.attachments;

import dev.docket.api.model.Attachment;
import dev.docket.persistence.attachments.AttachmentRow;
import dev.docket.server.http.json.ContractMapping;
import org.mapstruct.Mapper;
import org.mapstruct.factory.Mappers;

@Mapper(config = ContractMapping.class)
interface AttachmentMapper {

    AttachmentMapper INSTANCE = Mappers.getMapper(AttachmentMapper.class);

    Attachment toAttachment(AttachmentRow row);
}
