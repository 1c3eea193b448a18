package dev.docket.server.comments;

import dev.docket.api.model.Comment;
import dev.docket.api.model.CommentRedaction;
import dev.docket.api.model.CommentUpdateInput;
import dev.docket.api.model.CommentVersion;
import dev.docket.api.model.TicketActor;
import dev.docket.persistence.comments.CommentRow;
import dev.docket.persistence.comments.CommentVersionRow;
import dev.docket.persistence.events.ActorRow;
import dev.docket.server.http.json.ContractMapping;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;
import org.mapstruct.factory.Mappers;

/** Maps between rows and the contract. */
@Mapper(config = ContractMapping.class)
interface CommentMapper {

    CommentMapper INSTANCE = Mappers.getMapper(CommentMapper.class);

    /** @param ticketId the ticket's uniqueId */
    @Mapping(target = "contentHtml", source = "row.content", qualifiedByName = "html")
    @Mapping(target = "updatedAt", expression = "java(row.redactedAt() == null ? row.editedAt() : row.redactedAt())")
    @Mapping(target = "redaction", expression = "java(row.redactedAt() == null ? null : toRedaction(row))")
    Comment toComment(CommentRow row, UUID ticketId);

    @Mapping(target = "redactedBy", source = "redactor")
    @Mapping(target = "reason", source = "redactionReason")
    CommentRedaction toRedaction(CommentRow row);

    @Mapping(target = "contentHtml", source = "content", qualifiedByName = "html")
    CommentVersion toVersion(CommentVersionRow row);

    /** Returns the request body that would leave the comment unchanged. */
    CommentUpdateInput toUpdate(CommentRow row);

    TicketActor toActor(ActorRow row);

    /** Rendered at each read: a later version may allow less HTML. */
    @Named("html")
    default @Nullable String html(@Nullable String content) {
        return content == null ? null : Markdown.toHtml(content);
    }
}
