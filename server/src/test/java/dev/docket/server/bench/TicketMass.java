package dev.docket.server.bench;

import dev.docket.persistence.testing.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Tickets that are stored before the measurements. They are written by SQL, because millions would take hours through
 * the API. A fifth of all belongs to the first account.
 */
record TicketMass(DatabaseUnderTest database, int accounts) {

    private static final int PART = 50_000;
    private static final int HOT_SHARE = 5;

    /** From this number on, creating the indexes anew takes less time than adding to them. */
    private static final long MANY = 200_000;

    /** The least number of tickets that an account has at this total. */
    long each(long tickets) {
        return Math.max(1, (tickets - tickets / HOT_SHARE) / accounts);
    }

    /**
     * Adds tickets until there are this many.
     *
     * @return the number of added tickets
     */
    long growTo(long tickets) {
        long hot = tickets - each(tickets) * (accounts - 1);
        try (Connection connection = database.connect()) {
            execute(connection, "SET session_replication_role = replica");
            execute(connection, "SET synchronous_commit = off");
            execute(connection, "SET search_path = docket, public");
            execute(connection, """
                    CREATE TEMP TABLE wanted AS
                    SELECT account_id, last_ticket_number AS had,
                           greatest(0, CASE WHEN account_id = 'b0000' THEN %d ELSE %d END - last_ticket_number) AS wanted
                      FROM docket.account_counters
                     WHERE account_id ~ '^b[0-9]{4}$'""".formatted(hot, each(tickets)));
            execute(connection, "DELETE FROM wanted WHERE wanted = 0");
            long missing = Long.parseLong(first(connection, "SELECT coalesce(sum(wanted), 0) FROM wanted"));
            long added = missing < MANY ? insert(connection, missing) : insertMany(connection, missing);
            execute(connection, """
                    VACUUM (ANALYZE) docket.tickets, docket.ticket_search, docket.ticket_history,
                                     docket.ticket_assignments, docket.account_counters""");
            return added;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Inserts without the indexes, except those that are unique and those that the jobs of the server read meanwhile,
     * which contain few of the tickets.
     */
    private long insertMany(Connection connection, long missing) throws SQLException {
        List<List<String>> indexes = Rows.of(connection, """
                SELECT i.indexrelid :: regclass, pg_get_indexdef(i.indexrelid)
                  FROM pg_index i
                 WHERE i.indrelid IN ('docket.tickets' :: regclass, 'docket.ticket_search' :: regclass)
                   AND NOT i.indisunique
                   AND i.indexrelid :: regclass :: text !~ 'next_event|escalates|awaiting|to_erase'
                """);
        execute(connection, "ALTER SYSTEM SET max_wal_size = '8GB'");
        execute(connection, "SELECT pg_reload_conf()");
        for (List<String> index : indexes) {
            execute(connection, "DROP INDEX " + index.get(0));
        }
        long added = insert(connection, missing);
        execute(connection, "SET maintenance_work_mem = '1GB'");
        for (List<String> index : indexes) {
            execute(connection, index.get(1));
        }
        execute(connection, "ALTER SYSTEM RESET max_wal_size");
        execute(connection, "SELECT pg_reload_conf()");
        return added;
    }

    private long insert(Connection connection, long missing) throws SQLException {
        long parts = (missing + PART - 1) / PART;
        long added = 0;
        try (PreparedStatement insert = connection.prepareStatement(database.script("generate.sql"))) {
            for (long part = 0; part < parts; part++) {
                insert.setLong(1, part);
                insert.setLong(2, parts);
                insert.setInt(3, Texts.RARE_TICKETS);
                insert.setString(4, Texts.RARE_WORD);
                insert.setArray(5, connection.createArrayOf("text", Texts.all()));
                insert.setInt(6, Texts.COUNT);
                try (ResultSet count = insert.executeQuery()) {
                    count.next();
                    added += count.getLong(1);
                }
            }
        }
        return added;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String first(Connection connection, String sql) {
        return Rows.of(connection, sql).get(0).get(0);
    }
}
