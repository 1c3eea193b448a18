package dev.docket.server.attachments;

import dev.docket.api.AttachmentsApi;
import dev.docket.api.model.Attachment;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.KeyedRequest;
import dev.docket.server.idempotency.KeyedRequests;
import dev.docket.server.idempotency.StoresAnswer;
import dev.docket.server.security.ContractResource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;

/** The operations on the files of tickets over HTTP. */
public final class AttachmentsResource extends ContractResource implements AttachmentsApi {

    private final Attachments attachments;
    private final IdempotencyKeys keys;

    @Inject
    private Provider<ContainerRequestContext> request;

    public AttachmentsResource(Attachments attachments, IdempotencyKeys keys) {
        this.attachments = attachments;
        this.keys = keys;
    }

    @Override
    @StoresAnswer
    public Response createAttachment(String xAccountId, String ticketId, InputStream body) {
        try (ReceivedFile file = attachments.receive(
                xAccountId, ticketId, headers().getMediaType(), length(), body, caller(), requestId())) {
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
        return attachments.open(xAccountId, ticketId, attachmentId, caller()).respond(ifNoneMatch, range, ifRange);
    }

    @Override
    public Response deleteAttachment(String xAccountId, String ticketId, UUID attachmentId, String ifMatch) {
        attachments.delete(xAccountId, ticketId, attachmentId, ifMatch, caller(), requestId());
        return Response.noContent().build();
    }
}
