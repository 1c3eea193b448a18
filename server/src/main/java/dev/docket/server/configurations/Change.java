package dev.docket.server.configurations;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.Transaction;
import java.time.Instant;

/**
 * A change made in a transaction that is not committed yet.
 *
 * @param input the configuration after the change, as a caller would send it
 * @param before the row before the change; for a new configuration, the same as {@code after}
 * @param after the row after the change; the same as {@code before} if nothing was different
 */
public record Change<I, R extends ConfigurationRow>(
        Transaction transaction, String account, Instant now, I input, R before, R after) {}
