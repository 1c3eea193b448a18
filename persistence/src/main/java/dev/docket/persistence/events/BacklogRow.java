package dev.docket.persistence.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is in the outbox.
 *
 * @param oldest when the first of it happened; null if there is nothing
 */
public record BacklogRow(long entries, @Nullable Instant oldest) {}
