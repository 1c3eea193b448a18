package dev.docket.server.health;

import dev.docket.server.features.Feature;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Liveness and readiness. */
public final class HealthFeature {

    private HealthFeature() {}

    /** @param checks each returns a problem in words that may be public; empty without a problem */
    public static Feature create(List<Supplier<Optional<String>>> checks) {
        return Feature.of(new HealthResource(checks));
    }
}
