package dev.docket.server.attachments;

import dev.docket.persistence.database.Database;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stores by their names. After a new store is configured, older content stays in its store and is read from there.
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

    /** Returns why the bucket cannot be used; empty if it can, or if none is configured. */
    public Optional<String> problem() {
        return stores.get(S3) instanceof S3Store bucket ? bucket.problem() : Optional.empty();
    }

    /** Returns the name of the store for new content. */
    String current() {
        return current;
    }

    /** @throws ProblemException 503 if the store is not configured */
    AttachmentStore get(String name) {
        AttachmentStore store = stores.get(name);
        if (store == null) {
            throw new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE, "the content is in a store that is not configured at present");
        }
        return store;
    }
}
