package dev.docket.persistence.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements without a pool: one connection each. */
final class Sql {
    private Sql() {}

    static void execute(EmbeddedDatabase database, Login login, String statement) {
        try (Connection connection = connect(database, login);
                Statement call = connection.createStatement()) {
            call.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    /** The first column of the only row. */
    static String ask(EmbeddedDatabase database, Login login, String query) {
        try (Connection connection = connect(database, login);
                Statement call = connection.createStatement();
                ResultSet rows = call.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    static Connection connect(EmbeddedDatabase database, Login login) throws SQLException {
        return DriverManager.getConnection(database.url(), login.user(), login.password());
    }
}
