package dev.docket.server.testing;

import dev.docket.server.ServerSettingsBuilder;
import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.events.EventSettings;
import dev.docket.server.quotas.QuotaSettings;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.transport.TransportLimits;

/** Settings of a server as it is started by default, except that it has free ports and runs no jobs. */
public final class DefaultSettings {

    private DefaultSettings() {}

    public static ServerSettingsBuilder builder() {
        return ServerSettingsBuilder.builder()
                .host("127.0.0.1")
                .managementHost("127.0.0.1")
                .limits(TransportLimits.defaults())
                .attachments(AttachmentSettings.defaults())
                .rateLimits(RateLimitSettings.defaults())
                .quotas(QuotaSettings.defaults())
                .events(EventSettings.defaults());
    }
}
