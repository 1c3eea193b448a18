package dev.docket.persistence.database;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Explains in one line why a connection could not be opened. */
final class ConnectionFailure {

    private ConnectionFailure() {}

    static RuntimeException explain(RuntimeException failure, String url, String user) {
        UnknownHostException unknownHost = find(UnknownHostException.class, failure);
        if (unknownHost != null) {
            return new DatabaseRefusedException("the database host " + unknownHost.getMessage() + " is unknown");
        }
        Properties address = Driver.parseURL(url, new Properties());
        if (address == null) {
            return new DatabaseRefusedException(
                    "the database URL cannot be read; it must be like jdbc:postgresql://host:5432/database");
        }
        SQLException refusal = find(SQLException.class, failure);
        if (refusal == null || refusal.getSQLState() == null) {
            return failure;
        }
        return switch (refusal.getSQLState()) {
            case "28P01", "28000" ->
                new DatabaseRefusedException("the database rejects the user " + user + " or its password");
            case "22023", "42501" -> mayNotActAs(Database.ROLE, user);
            case "3D000" -> new DatabaseRefusedException("the database in the URL does not exist; create it first");
            default ->
                new DatabaseUnavailableException(
                        "the database at %s cannot be reached".formatted(hosts(address)), failure);
        };
    }

    static DatabaseRefusedException mayNotActAs(String role, String user) {
        return new DatabaseRefusedException(
                "the user %1$s cannot act as %2$s; migrate the database, then as its owner: GRANT %2$s TO %1$s"
                        .formatted(user, role));
    }

    /** @param address the parts of a URL, of which others may contain a password */
    private static String hosts(Properties address) {
        String[] hosts = PGProperty.PG_HOST.getOrDefault(address).split(",");
        String[] ports = PGProperty.PG_PORT.getOrDefault(address).split(",");
        return IntStream.range(0, Math.min(hosts.length, ports.length))
                .mapToObj(i -> hosts[i] + ":" + ports[i])
                .collect(Collectors.joining(" or "));
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
