package dev.docket.persistence.attachments;

import java.util.UUID;

/**
 * Content that is to be removed.
 *
 * @param store where it is stored
 */
public record StoredContent(UUID id, String store) {}
