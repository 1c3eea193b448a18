package dev.docket.persistence.database;

import java.time.Duration;

/**
 * Connection settings of a database.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host/database}; several hosts may be given
 * @param user the role that logs in. For the server a plain role that was granted {@code docket_server}; for migrations
 *     the owner of the schema
 * @param password never logged
 * @param poolSize maximum number of connections
 * @param connectionTimeout how long a request waits for a free connection before it is rejected as temporarily not
 *     possible
 */
public record DatabaseSettings(String url, String user, String password, int poolSize, Duration connectionTimeout) {

    public static final int DEFAULT_POOL_SIZE = 10;
    public static final Duration DEFAULT_CONNECTION_TIMEOUT = Duration.ofMillis(1_500);

    public DatabaseSettings(String url, String user, String password) {
        this(url, user, password, DEFAULT_POOL_SIZE, DEFAULT_CONNECTION_TIMEOUT);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, user=%s, poolSize=%d]".formatted(url, user, poolSize);
    }
}
