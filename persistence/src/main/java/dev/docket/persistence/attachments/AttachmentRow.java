package dev.docket.persistence.attachments;

import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A file of a ticket, completely stored.
 *
 * @param store the store of its content
 * @param contentType the media type that its sender declared
 * @param detectedType the media type detected from its bytes
 * @param size in bytes
 * @param sha256 of its content, in lower-case hexadecimal
 * @param hasContent false once the content was erased
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
