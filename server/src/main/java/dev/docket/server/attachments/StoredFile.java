package dev.docket.server.attachments;

import dev.docket.persistence.attachments.AttachmentRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.EntityTags;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attachment and the store of its content. */
record StoredFile(String account, AttachmentRow row, AttachmentStore store) {

    /**
     * Returns the response to a read of the whole content or a part (RFC 9110, sections 13 and 14).
     *
     * @param ifNoneMatch the header of that name, like the other two; null if it was not sent
     * @throws ProblemException 416 if the content has no such part
     */
    Response respond(@Nullable String ifNoneMatch, @Nullable String range, @Nullable String ifRange) {
        EntityTag tag = new EntityTag(row.sha256());
        if (EntityTags.matches(ifNoneMatch, tag)) {
            return Response.notModified(tag).build();
        }
        boolean mayBePart = ifRange == null || ifRange.equals('"' + tag.getValue() + '"');
        Optional<ByteRange> part = mayBePart ? ByteRange.requested(range, row.size()) : Optional.empty();
        ByteRange sent = part.orElse(ByteRange.all(row.size()));
        StreamingOutput content = target -> store.read(account, row.id(), sent, target);
        Response.ResponseBuilder response = Response.ok(content)
                .tag(tag)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_LENGTH, sent.length())
                .header(HttpHeaders.CONTENT_DISPOSITION, new FileName(row.fileName()).asAttachment())
                // If a browser shows it anyway, it has an origin of its own and may run nothing.
                .header("Content-Security-Policy", "sandbox; default-src 'none'");
        if (part.isPresent()) {
            response.status(Response.Status.PARTIAL_CONTENT).header("Content-Range", sent.of(row.size()));
        }
        return response.build();
    }
}
