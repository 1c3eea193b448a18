package dev.docket.persistence.automation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of a rule whose conditions held.
 *
 * @param uniqueId of the ticket
 * @param historyNumber the history entry that started it
 * @param outcome {@code changed}, {@code refused}, {@code stopped} or {@code failed}
 * @param changedNumber the history entry of its change; null if it changed nothing
 */
public record AutomationRunRow(
        long id,
        UUID uniqueId,
        String ticketNumber,
        int historyNumber,
        String outcome,
        @Nullable Integer changedNumber,
        @Nullable String detail,
        Instant at) {}
