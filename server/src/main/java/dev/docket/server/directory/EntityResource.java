package dev.docket.server.directory;

import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The operations on entities of one type over HTTP. A subclass gives them the names of the contract's operations. */
abstract class EntityResource<K, I, T> extends ContractResource {

    private final EntityStore<K, I, ?, T> entities;

    EntityResource(EntityStore<K, I, ?, T> entities) {
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
