package dev.docket.server.sla;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The target times of a priority, in business time.
 *
 * @param firstResponse from creation to the first public comment by an agent; null: no target
 * @param resolution from creation to resolution; null: no target
 */
public record Targets(
        @Nullable Duration firstResponse, @Nullable Duration resolution) {
    static final Targets NONE = new Targets(null, null);

    /** @throws IllegalArgumentException if a target is zero or negative */
    public Targets {
        requirePositive("firstResponse", firstResponse);
        requirePositive("resolution", resolution);
    }

    private static void requirePositive(String name, @Nullable Duration target) {
        if (target != null && (target.isNegative() || target.isZero())) {
            throw new IllegalArgumentException(name + " must be positive, not " + target);
        }
    }
}
