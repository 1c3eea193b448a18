package dev.docket.persistence.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The backlog of the outbox.
 *
 * @param oldest when its oldest entry happened; null if it is empty
 */
public record BacklogRow(long entries, @Nullable Instant oldest) {}
