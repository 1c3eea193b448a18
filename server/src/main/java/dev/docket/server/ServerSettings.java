package dev.docket.server;

import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.events.EventSettings;
import dev.docket.server.quotas.QuotaSettings;
import dev.docket.server.security.OidcSettings;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.transport.CorsOrigins;
import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a server.
 *
 * @param host name or address of the interface
 * @param port 0: any free port
 * @param managementHost the same for the management port, which is unauthenticated
 * @param managementPort port for health and metrics, for monitoring; 0: any free port
 * @param quotas the limits of what each account may store
 * @param events how long events are kept
 * @param oidc null: only API tokens are accepted
 * @param otlpEndpoint URL of the collector of traces; null: nothing is traced
 * @param runsJobs whether it runs scheduled jobs; false in tests with their own clock
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
        QuotaSettings quotas,
        EventSettings events,
        @Nullable OidcSettings oidc,
        @Nullable URI otlpEndpoint,
        boolean runsJobs) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;
    public static final int DEFAULT_MANAGEMENT_PORT = 8081;

    /** For the management port, which no page may use: it needs no token. */
    ServerSettings forManagement() {
        TransportLimits withoutPages = TransportLimitsBuilder.builder(limits)
                .corsOrigins(CorsOrigins.NONE)
                .build();
        return ServerSettingsBuilder.builder(this).limits(withoutPages).build();
    }
}
