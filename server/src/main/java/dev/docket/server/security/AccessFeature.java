package dev.docket.server.security;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;

/** The caller of a request, and API tokens. */
public final class AccessFeature {

    private AccessFeature() {}

    public static Feature create(Database database, Tokens tokens, Quotas quotas, Clock clock) {
        return Feature.of(new AccessResource(new Access(database, tokens, quotas, clock)));
    }
}
