package dev.docket.persistence.attachments;

import java.time.Instant;
import java.util.UUID;

/**
 * A file of a ticket, all of which is there.
 *
 * @param store where its content is
 * @param contentType what its sender says that it is
 * @param detectedType what its bytes look like
 * @param size in bytes
 * @param sha256 of its content, in lower-case hexadecimal
 * @param authorType {@code agent}, {@code requester} or {@code system}
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
        String authorType,
        String authorId,
        String authorName,
        Instant createdAt,
        boolean hasContent) {}
