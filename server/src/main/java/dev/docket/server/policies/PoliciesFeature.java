package dev.docket.server.policies;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;
import java.util.function.Consumer;

/** SLA policies and previews. */
public final class PoliciesFeature {

    private PoliciesFeature() {}

    public static Feature create(Database database, Consumer<String> recalculation, Quotas quotas, Clock clock) {
        return Feature.of(new SlaPoliciesResource(
                new SlaPolicies(database, recalculation, quotas, clock), new SlaPreviews(database, clock)));
    }
}
