package dev.docket.server.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Tickets that are there before anything is measured: written by SQL, for millions would take hours by the API. A fifth of all
 * are the first account's.
 */
record TicketMass(DatabaseUnderTest database, int accounts) {

    private static final int PART = 50_000;
    private static final int HOT_SHARE = 5;

    /** How many tickets every account has at least when there are this many. */
    long each(long tickets) {
        return Math.max(1, (tickets - tickets / HOT_SHARE) / accounts);
    }

    /**
     * Adds what there are less than this many tickets.
     *
     * @return how many were added
     */
    long growTo(long tickets) {
        long hot = tickets - each(tickets) * (accounts - 1);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("SET synchronous_commit = off");
            statement.execute("SET search_path = docket, public");
            statement.execute("""
                    CREATE TEMP TABLE wanted AS
                    SELECT account_id, last_ticket_number AS had,
                           greatest(0, CASE WHEN account_id = 'b0000' THEN %d ELSE %d END - last_ticket_number) AS wanted
                      FROM docket.account_counters
                     WHERE account_id ~ '^b[0-9]{4}$'""".formatted(hot, each(tickets)));
            statement.execute("DELETE FROM wanted WHERE wanted = 0");
            long added = generate(connection);
            statement.execute("VACUUM (ANALYZE) docket.tickets, docket.ticket_search, docket.ticket_history, "
                    + "docket.ticket_assignments, docket.account_counters");
            return added;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long generate(Connection connection) throws SQLException {
        long missing = one(connection, "SELECT coalesce(sum(wanted), 0) FROM wanted");
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

    private static long one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
