package dev.docket.persistence.events;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.json.Json;

/**
 * An entry in the history of a ticket.
 *
 * @param number from 1, without a gap in its ticket
 * @param before former values of the changed fields; empty fields are left out, as in {@code after}
 */
public record HistoryRow(
        int number,
        Instant at,
        String action,
        @Nested Cause cause,
        @Json Map<String, Object> before,
        @Json Map<String, Object> after) {

    /** The entry with what is shown of its values. */
    public HistoryRow withValues(UnaryOperator<Map<String, Object>> shown) {
        return new HistoryRow(number, at, action, cause, shown.apply(before), shown.apply(after));
    }
}
