package dev.docket.persistence.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * Checks the settings without which Docket does not run. The configuration file contains them, but the server, a role
 * or a database can override them ({@code ALTER SYSTEM}, {@code ALTER ROLE}), so each role checks them.
 */
final class RequiredSettings {
    private static final Map<String, String> REQUIRED = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", ClusterSettings.LISTEN_ADDRESS);

    private RequiredSettings() {}

    /** @throws EmbeddedDatabaseException if a setting differs, or the role cannot connect */
    static void check(String url, Login login) {
        try (Connection connection = DriverManager.getConnection(url, login.user(), login.password());
                PreparedStatement statement =
                        connection.prepareStatement("SELECT name, current_setting(name) FROM unnest(?) AS name")) {
            statement.setArray(
                    1, connection.createArrayOf("text", REQUIRED.keySet().toArray()));
            try (ResultSet settings = statement.executeQuery()) {
                while (settings.next()) {
                    check(login, settings.getString(1), settings.getString(2));
                }
            }
        } catch (SQLException e) {
            throw new EmbeddedDatabaseException(
                    "The embedded database rejects the login of " + login.user() + " (" + e.getSQLState() + ").", e);
        }
    }

    private static void check(Login login, String name, String value) {
        String required = REQUIRED.get(name);
        if (!value.equals(required)) {
            throw new EmbeddedDatabaseException("PostgreSQL has " + name + " = " + value + " for " + login.user()
                    + ", but Docket requires " + required + ": reset that setting.");
        }
    }
}
