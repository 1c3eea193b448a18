package dev.docket.persistence.attachments;

import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A file of a ticket, all of which is there.
 *
 * @param store where its content is
 * @param contentType what its sender says that it is
 * @param detectedType what its bytes look like
 * @param size in bytes
 * @param sha256 of its content, in lower-case hexadecimal
 * @param hasContent false once it was erased
 */
public record AttachmentRow(
        UUID id,
        long ticketId,
        String store,
        long revision,
        String fileName,
        String contentType,
        String detectedType,
        long size,
        String sha256,
        boolean isInternal,
        String scanStatus,
        @Nested("author_") ActorRow author,
        Instant createdAt,
        boolean hasContent) {}
