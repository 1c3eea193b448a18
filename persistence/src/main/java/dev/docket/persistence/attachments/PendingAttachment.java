package dev.docket.persistence.attachments;

import java.time.Instant;
import java.util.UUID;

/** What is known of a file before its content has arrived; see {@link AttachmentRow}. */
public record PendingAttachment(
        UUID id,
        long ticketId,
        String store,
        String fileName,
        String contentType,
        String detectedType,
        String authorType,
        String authorId,
        String authorName,
        Instant createdAt) {}
