package dev.docket.persistence.events;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The history of tickets. Its entries are numbered from 1 per ticket, without gaps. */
public interface HistoryDao {

    /**
     * The only text that writes history. It ends a statement that has the new entries as {@code entry}, a common table
     * expression with all of these columns. A trigger of the table fills the outbox.
     */
    String WRITE = """
            INSERT INTO ticket_history (
                   account_id, ticket_id, number, at, action,
                   actor_type, actor_id, actor_name, request_id, depth, before, after)
            SELECT account_id, ticket_id, number, at, action,
                   actor_type, actor_id, actor_name, request_id, depth, before, after
              FROM entry
            """;

    /** The entries of a ticket after a number: a condition may follow, and then {@link #PAGE}. */
    String ENTRIES = """
            SELECT number, at, action, actor_type, actor_id, actor_name, request_id, depth, before, after
              FROM ticket_history
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND number > :after
            """;

    String PAGE = """
             ORDER BY number
             LIMIT :limit
            """;

    /** The number of entries of a ticket: a condition may follow. */
    String COUNT = """
            SELECT count(*)
              FROM ticket_history
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
            """;

    /** The condition for an entry that a requester sees: not internal, and with a value of one of {@code :names}. */
    String SEEN_BY_A_REQUESTER = """
               AND (after ->> 'isInternal') IS DISTINCT FROM 'true'
               AND (jsonb_exists_any(before, :names) OR jsonb_exists_any(after, :names))
            """;

    /** The condition for an entry that does not only tell of an internal note or file, which {@code :names} do. */
    String NOT_ONLY_OF_NOTES = """
               AND ((after ->> 'isInternal') IS DISTINCT FROM 'true'
                    OR (before || after) - CAST(:names AS text[]) <> '{}')
            """;

    /** The entries of a ticket with a number greater than {@code after}, by number. */
    @EndsByBytes
    @SqlQuery(ENTRIES + PAGE)
    List<PageRow<HistoryRow>> list(String accountId, long ticketId, int after, int limit);

    /**
     * Like {@link #list}, the entries that a requester sees.
     *
     * @param names of the values that a requester sees; an entry without any of them is left out
     */
    @EndsByBytes
    @SqlQuery(ENTRIES + SEEN_BY_A_REQUESTER + PAGE)
    List<PageRow<HistoryRow>> listForRequester(
            String accountId, long ticketId, List<String> names, int after, int limit);

    /** The number of entries that a requester sees. */
    @SqlQuery(COUNT + SEEN_BY_A_REQUESTER)
    long countForRequester(String accountId, long ticketId, List<String> names);

    /**
     * Like {@link #list}, without entries that only tell of an internal note or file.
     *
     * @param names of the values that tell of notes and files
     */
    @EndsByBytes
    @SqlQuery(ENTRIES + NOT_ONLY_OF_NOTES + PAGE)
    List<PageRow<HistoryRow>> listWithoutNotes(
            String accountId, long ticketId, List<String> names, int after, int limit);

    /** The number of entries that {@link #listWithoutNotes} returns on all pages. */
    @SqlQuery(COUNT + NOT_ONLY_OF_NOTES)
    long countWithoutNotes(String accountId, long ticketId, List<String> names);
}
