package dev.docket.server;

import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.security.OidcSettings;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.transport.TransportLimits;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and what it does besides.
 *
 * @param host name or address of the interface
 * @param port 0: any that is free
 * @param managementHost the same for the management port, which anybody who reaches it may read
 * @param managementPort where health and metrics are told to those who watch; 0: any that is free
 * @param oidc null: API tokens are the only ones
 * @param runsJobs whether it takes part in what is done at intervals; a test with a clock of its own may not want that
 */
@RecordBuilder
public record ServerSettings(
        String host,
        int port,
        String managementHost,
        int managementPort,
        TransportLimits limits,
        AttachmentSettings attachments,
        RateLimitSettings rateLimits,
        @Nullable OidcSettings oidc,
        boolean runsJobs) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;
    public static final int DEFAULT_MANAGEMENT_PORT = 8081;
}
