package dev.docket.server.comments;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import java.time.Clock;

/** Comments on tickets. */
public final class CommentsFeature {

    private CommentsFeature() {}

    public static Feature create(Database database, Clock clock) {
        return Feature.of(new CommentsResource(new Comments(database, clock)));
    }
}
