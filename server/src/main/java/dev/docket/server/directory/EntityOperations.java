package dev.docket.server.directory;

import dev.docket.persistence.directory.EntityRow;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The operations on entities of one kind, as HTTP has them; a subclass gives them the names that the contract has. */
abstract class EntityOperations<K, I, R extends EntityRow, T> extends ContractResource {

    private final Entities<K, I, R, T> entities;

    EntityOperations(Entities<K, I, R, T> entities) {
        this.entities = entities;
    }

    final Response list(
            String account, @Nullable String search, int pageSize, @Nullable String cursor, boolean includeTotal) {
        return entities.list(account, search, cursor, pageSize, includeTotal).ok();
    }

    final Response read(String account, K id, @Nullable String ifNoneMatch) {
        return entities.read(account, id).read(ifNoneMatch);
    }

    final Response put(String account, K id, @Nullable String ifMatch, I input) {
        return entities.put(account, id, ifMatch, input).changed();
    }

    final Response delete(String account, K id, boolean detach, @Nullable String ifMatch) {
        entities.delete(account, id, ifMatch, detach, caller(), requestId());
        return Response.noContent().build();
    }
}
