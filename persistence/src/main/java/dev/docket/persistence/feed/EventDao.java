package dev.docket.persistence.feed;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.tickets.TicketDao;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The feed of an account: its history entries in the order of their positions. See {@code adr/0016}. */
@Definition(key = "unnumbered", value = EventDao.UNNUMBERED)
@Definition(key = "ticketColumns", value = TicketDao.COLUMNS)
@Definition(key = "ticketJoins", value = TicketDao.JOINS)
public interface EventDao {

    /**
     * The condition for an entry {@code h} of the history that has no position in the feed {@code f}. Without its
     * limit, PostgreSQL could read all positions instead of looking one up.
     */
    String UNNUMBERED = """
            h.transaction_id >= pg_snapshot_xmin(f.seen)
               AND NOT pg_visible_in_snapshot(h.transaction_id, f.seen)
               AND CASE WHEN (SELECT e.position
                                FROM events e
                               WHERE e.account_id = h.account_id
                                 AND e.ticket_id = h.ticket_id
                                 AND e.history_number = h.number
                               LIMIT 1) IS NULL
                        THEN true ELSE false END
            """;

    /**
     * Returns how far the feed is numbered. The feed of an account that was never read is empty.
     *
     * <p>The feed is read first, because PostgreSQL finds the entries by an index only if {@code seen} is a value then.
     */
    @SqlQuery("""
            WITH f AS MATERIALIZED (
                SELECT coalesce(last_position, 0) AS last_position,
                       coalesce(removed_position, 0) AS removed_position,
                       coalesce(seen, '1:1:') AS seen,
                       cluster
                  FROM (VALUES (true)) always
                  LEFT JOIN event_feeds ON account_id = :accountId
            )
            SELECT f.last_position AS last, f.removed_position AS removed,
                   (SELECT h.number
                      FROM ticket_history h
                     WHERE h.account_id = :accountId
                       AND <unnumbered>
                     ORDER BY h.transaction_id
                     LIMIT 1) IS NOT NULL AS is_behind,
                   coalesce(f.cluster <> (SELECT system_identifier FROM pg_control_system()), false) AS is_foreign
              FROM f
            """)
    EventFeedRow feed(String accountId);

    /** Locks the feed until the transaction ends, so that one transaction at a time numbers it. */
    @SqlUpdate("""
            INSERT INTO event_feeds (account_id, cluster)
            SELECT :accountId, system_identifier
              FROM pg_control_system()
            ON CONFLICT (account_id) DO UPDATE
               SET account_id = excluded.account_id
            """)
    void lock(String accountId);

    /**
     * Gives positions to committed entries that have none. The feed must be locked by an earlier statement of the
     * transaction, so that this statement sees what the last one has numbered.
     *
     * @param limit number of entries; a few more get positions if an earlier entry of the same ticket has none
     * @return how many entries got positions
     */
    @SqlQuery
    int number(String accountId, int limit, Instant now);

    /** Lists entries by position, with their tickets as of then. */
    default List<PageRow<EventRow>> list(EventQuery query) {
        return list(
                query,
                query.ticketId() == null ? "ORDER BY position" : "AND ticket_id = :ticketId ORDER BY history_number");
    }

    /** @param part which entries from that position on, and their order: that of an index */
    @EndsByBytes
    @SqlQuery
    List<PageRow<EventRow>> list(@BindMethods EventQuery query, @Define String part);

    /** Returns those of the transaction's accounts whose feeds have entries that got their positions before this. */
    @SqlQuery("""
            SELECT f.account_id
              FROM event_feeds f
              JOIN events e ON e.account_id = f.account_id AND e.position = f.removed_position + 1
             WHERE e.numbered_at < :before
             ORDER BY f.account_id
            """)
    List<String> withEventsBefore(Instant before);

    /** Removes the entries that got their positions before this instant from the feed, at most {@code limit}. */
    @SqlQuery("""
            WITH removed AS (
                DELETE FROM events
                 WHERE account_id = :accountId
                   AND position IN (SELECT position
                                      FROM events
                                     WHERE account_id = :accountId
                                     ORDER BY position
                                     LIMIT :limit)
                   AND numbered_at < :before
                RETURNING position
            ),
            feed AS (
                UPDATE event_feeds f
                   SET removed_position = r.position
                  FROM (SELECT max(position) AS position FROM removed) r
                 WHERE f.account_id = :accountId
                   AND f.removed_position < r.position
            )
            SELECT count(*)
              FROM removed
            """)
    int remove(String accountId, Instant before, int limit);
}
