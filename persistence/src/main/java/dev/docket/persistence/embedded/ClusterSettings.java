package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The settings of the embedded PostgreSQL: data safety comes first, small size second. */
final class ClusterSettings {
    static final String LISTEN_ADDRESS = "127.0.0.1";

    private static final String POSTGRESQL_CONF = """
            # Docket writes this file at every start. For your own settings use ALTER SYSTEM SET ….

            # Acknowledged writes are durable. Docket does not run with any of these off.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            # This machine only; a socket file would be one more way in.
            listen_addresses = '%s'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'

            max_connections = 100
            shared_buffers = 128MB
            dynamic_shared_memory_type = posix
            # Short statements gain nothing from being compiled.
            jit = off
            # Plans made for empty tables are used until the tables are analyzed: too long to wait a minute under load.
            autovacuum_naptime = 5s

            # Statements and values can hold personal data: neither is logged. The client reports its errors.
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_checkpoints = off
            log_line_prefix = '%%m [%%p] '

            # The same on every machine.
            timezone = 'UTC'
            log_timezone = 'UTC'
            datestyle = 'iso, ymd'
            lc_messages = 'C'
            lc_monetary = 'C'
            lc_numeric = 'C'
            lc_time = 'C'
            default_text_search_config = 'pg_catalog.english'
            """.formatted(LISTEN_ADDRESS);

    private static final String PG_HBA_CONF = """
            # Docket writes this file at every start.
            host all all %s/32 scram-sha-256
            """.formatted(LISTEN_ADDRESS);

    private ClusterSettings() {}

    /** Writes the two files where they differ from the required content. The server reads them when it starts. */
    static void write(Path cluster) throws IOException {
        writeIfDifferent(cluster.resolve("postgresql.conf"), POSTGRESQL_CONF);
        writeIfDifferent(cluster.resolve("pg_hba.conf"), PG_HBA_CONF);
    }

    private static void writeIfDifferent(Path file, String content) throws IOException {
        if (Files.notExists(file) || !Arrays.equals(Files.readAllBytes(file), content.getBytes(UTF_8))) {
            DurableFiles.write(file, content);
        }
    }
}
