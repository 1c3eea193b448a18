package dev.docket.persistence.feed;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the feed of an account.
 *
 * @param from position of the first entry
 * @param ticketId null: the entries of all tickets
 * @param names of the fields of a ticket in the history
 * @param limit number of entries
 * @param mostLater how many later history entries the tickets of all entries together may have; the list ends before
 *     the entry that exceeds this number, but not before its first
 */
public record EventQuery(
        String accountId, long from, @Nullable Long ticketId, List<String> names, int limit, int mostLater) {

    /** The columns of the fields, in the same order. */
    public List<String> columns() {
        return names.stream().map(new SnakeCaseStrategy()::translate).toList();
    }
}
