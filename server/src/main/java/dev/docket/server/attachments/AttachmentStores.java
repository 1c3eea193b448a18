package dev.docket.server.attachments;

import dev.docket.persistence.database.Database;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stores by their names. What was attached before another one was set up stays where it is, and is read from there.
 * Thread-safe.
 */
public final class AttachmentStores {

    static final String DATABASE = "database";
    static final String S3 = "s3";

    private final Map<String, AttachmentStore> stores = new HashMap<>();
    private final String current;

    public AttachmentStores(Database database, AttachmentSettings settings) {
        stores.put(DATABASE, new DatabaseStore(database));
        if (settings.s3() == null) {
            current = DATABASE;
        } else {
            stores.put(S3, new S3Store(settings.s3()));
            current = S3;
        }
    }

    /** Why the bucket cannot be used; empty if it can, or if none was set up. */
    public Optional<String> problem() {
        return stores.get(S3) instanceof S3Store bucket ? bucket.problem() : Optional.empty();
    }

    /** The name of the one that new content goes to. */
    String current() {
        return current;
    }

    /** @throws ProblemException 503 if it is not set up */
    AttachmentStore get(String name) {
        AttachmentStore store = stores.get(name);
        if (store == null) {
            throw new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE,
                    "the content is in a store that the service is not set up for now");
        }
        return store;
    }
}
