package dev.docket.server.directory;

import dev.docket.persistence.directory.EntityRow;
import dev.docket.server.http.RequestId;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on entities of one kind, as HTTP has them; a subclass gives them the names that the contract has. */
abstract class EntityOperations<K, I, R extends EntityRow, T> {

    private final Entities<K, I, R, T> entities;

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    EntityOperations(Entities<K, I, R, T> entities) {
        this.entities = entities;
    }

    /** @param body makes a page into the list that the contract has of it */
    final Response list(
            String account,
            @Nullable String search,
            int pageSize,
            @Nullable String cursor,
            boolean includeTotal,
            Function<Page<T>, Object> body) {
        return Response.ok(body.apply(entities.list(account, search, cursor, pageSize, includeTotal)))
                .build();
    }

    final Response read(String account, K id, @Nullable String ifNoneMatch) {
        return entities.read(account, id).read(ifNoneMatch);
    }

    final Response put(String account, K id, @Nullable String ifMatch, I input) {
        return entities.put(account, id, ifMatch, input).changed();
    }

    final Response delete(String account, K id, boolean detach, @Nullable String ifMatch) {
        Caller caller = Caller.of(security);
        entities.delete(account, id, ifMatch, detach, caller, headers.getHeaderString(RequestId.HEADER));
        return Response.noContent().build();
    }
}
