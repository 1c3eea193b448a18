package dev.docket.server.comments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.CommentsApi;
import dev.docket.api.model.Comment;
import dev.docket.api.model.CommentInput;
import dev.docket.api.model.CommentRedactionInput;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The operations on comments over HTTP. */
final class CommentsResource extends ContractResource implements CommentsApi {

    private final Comments comments;

    CommentsResource(Comments comments) {
        this.comments = comments;
    }

    @Override
    public Response addComment(String xAccountId, String ticketId, CommentInput commentInput) {
        Versioned<Comment> added = comments.add(xAccountId, ticketId, commentInput, actor());
        return added.created(
                "tickets/{ticketId}/comments/{id}",
                added.body().getTicketId(),
                added.body().getId());
    }

    @Override
    public Response listComments(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        return comments.list(xAccountId, ticketId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response getComment(String xAccountId, String ticketId, UUID commentId, String ifNoneMatch) {
        return comments.read(xAccountId, ticketId, commentId, caller()).read(ifNoneMatch);
    }

    @Override
    public Response updateComment(
            String xAccountId, String ticketId, UUID commentId, String ifMatch, ObjectNode patch) {
        return comments.update(xAccountId, ticketId, commentId, ifMatch, patch, actor())
                .changed();
    }

    @Override
    public Response listCommentVersions(
            String xAccountId, String ticketId, UUID commentId, Integer pageSize, String cursor, Boolean includeTotal) {
        return comments.listVersions(xAccountId, ticketId, commentId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response redactComment(
            String xAccountId, String ticketId, UUID commentId, String ifMatch, CommentRedactionInput redaction) {
        return comments.redact(xAccountId, ticketId, commentId, ifMatch, redaction.getReason(), actor())
                .changed();
    }
}
