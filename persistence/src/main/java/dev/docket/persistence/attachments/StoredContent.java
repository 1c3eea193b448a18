package dev.docket.persistence.attachments;

import java.util.UUID;

/**
 * Content that is to be taken away.
 *
 * @param store where it is
 */
public record StoredContent(UUID id, String store) {}
