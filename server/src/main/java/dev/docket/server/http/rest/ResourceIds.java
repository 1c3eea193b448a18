package dev.docket.server.http.rest;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ids of an account's configuration, which the client may choose itself. */
public final class ResourceIds {

    private static final NoArgGenerator UNIQUE_IDS = Generators.timeBasedEpochGenerator();

    private ResourceIds() {}

    /** The given id, or else a new UUID of version 7. */
    public static String orNew(@Nullable String given) {
        return Objects.requireNonNullElseGet(given, () -> UNIQUE_IDS.generate().toString());
    }
}
