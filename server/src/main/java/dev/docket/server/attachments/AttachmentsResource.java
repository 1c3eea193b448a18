package dev.docket.server.attachments;

import dev.docket.api.AttachmentsApi;
import dev.docket.api.model.Attachment;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.KeyedRequest;
import dev.docket.server.idempotency.KeyedRequests;
import dev.docket.server.idempotency.StoresAnswer;
import dev.docket.server.security.ContractResource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations on the files of tickets over HTTP. */
final class AttachmentsResource extends ContractResource implements AttachmentsApi {

    private final Attachments attachments;
    private final IdempotencyKeys keys;

    @Inject
    private Provider<ContainerRequestContext> request;

    AttachmentsResource(Attachments attachments, IdempotencyKeys keys) {
        this.attachments = attachments;
        this.keys = keys;
    }

    @Override
    @StoresAnswer
    public Response createAttachment(String xAccountId, String ticketId, InputStream body) {
        try (ReceivedFile file =
                attachments.receive(xAccountId, ticketId, boundary(), length(), body, caller(), requestId())) {
            KeyedRequest keyed = KeyedRequests.of(request.get());
            return keys.once(keyed == null ? null : keyed.asking(file.marks()), () -> {
                        Versioned<Attachment> created = attachments.attach(file);
                        return keys.render(created.created(
                                "tickets/{ticketId}/attachments/{id}",
                                ticketId,
                                created.body().getId()));
                    })
                    .toResponse();
        }
    }

    private String boundary() {
        return headers().getMediaType().getParameters().getOrDefault("boundary", "");
    }

    /** Jersey's own method returns an int. The transport has checked that the header has only digits. */
    private long length() {
        String length = headers().getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    @Override
    public Response listAttachments(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        return attachments
                .list(xAccountId, ticketId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response getAttachment(String xAccountId, String ticketId, UUID attachmentId, String ifNoneMatch) {
        return attachments.read(xAccountId, ticketId, attachmentId, caller()).read(ifNoneMatch);
    }

    @Override
    public Response getAttachmentContent(
            String xAccountId, String ticketId, UUID attachmentId, String ifNoneMatch, String range, String ifRange) {
        StoredFile file = attachments.open(xAccountId, ticketId, attachmentId, caller());
        EntityTag tag = new EntityTag(file.row().sha256());
        if (EntityTags.matches(ifNoneMatch, tag)) {
            return Response.notModified(tag).build();
        }
        boolean mayBePart = ifRange == null || ifRange.equals('"' + tag.getValue() + '"');
        return respond(file, tag, mayBePart ? range : null);
    }

    /**
     * Sends the whole file or one part of it (RFC 9110, section 14).
     *
     * @param range the header of that name; null for the whole file
     * @throws ProblemException 416 if the file has no such part
     */
    private static Response respond(StoredFile file, EntityTag tag, @Nullable String range) {
        long size = file.row().size();
        Optional<ByteRange> part = ByteRange.requested(range, size);
        ByteRange sent = part.orElse(ByteRange.all(size));
        StreamingOutput content = target -> file.read(sent, target);
        Response.ResponseBuilder response = Response.ok(content)
                .tag(tag)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_LENGTH, sent.length())
                .header(HttpHeaders.CONTENT_DISPOSITION, new FileName(file.row().fileName()).asAttachment())
                // If a browser shows the file anyway, it has no origin and may run nothing.
                .header("Content-Security-Policy", "sandbox; default-src 'none'");
        if (part.isPresent()) {
            response.status(Response.Status.PARTIAL_CONTENT).header("Content-Range", sent.of(size));
        }
        return response.build();
    }

    @Override
    public Response deleteAttachment(String xAccountId, String ticketId, UUID attachmentId, String ifMatch) {
        attachments.delete(xAccountId, ticketId, attachmentId, ifMatch, caller(), requestId());
        return Response.noContent().build();
    }
}
