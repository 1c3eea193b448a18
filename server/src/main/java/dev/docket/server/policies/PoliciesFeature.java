package dev.docket.server.policies;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import java.time.Clock;
import java.util.function.Consumer;

/** SLA policies and previews. */
public final class PoliciesFeature {

    private PoliciesFeature() {}

    public static Feature create(Database database, Consumer<String> recalculation, Clock clock) {
        return Feature.of(new SlaPoliciesResource(
                new SlaPolicies(database, recalculation, clock), new SlaPreviews(database, clock)));
    }
}
