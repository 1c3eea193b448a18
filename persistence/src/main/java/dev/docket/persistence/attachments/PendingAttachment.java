package dev.docket.persistence.attachments;

import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.UUID;

/** A file before its content has arrived; see {@link AttachmentRow}. */
public record PendingAttachment(
        UUID id,
        long ticketId,
        String store,
        String fileName,
        String contentType,
        String detectedType,
        ActorRow author,
        Instant createdAt) {}
