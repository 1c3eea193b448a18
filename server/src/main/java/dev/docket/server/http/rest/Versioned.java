package dev.docket.server.http.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the contract shows of a resource, and the entity tag of the version that is shown. */
public record Versioned<T>(T body, EntityTag tag) {

    public static <T> Versioned<T> of(T body, long revision) {
        return new Versioned<>(body, EntityTags.of(revision));
    }

    /** The answer to a change. */
    public Response changed() {
        return Response.ok(body).tag(tag).build();
    }

    /** The answer to a creation: {@code path} is where it is, from the root of the service on. */
    public Response created(UriInfo uri, String path, Object... ids) {
        return created(uri.getBaseUriBuilder().path(path).build(ids));
    }

    /** The answer to a creation, where {@code place} is the URI of what was created. */
    public Response created(URI place) {
        return Response.ok(body).tag(tag).location(place).build();
    }

    /**
     * The answer to a read: 304 if the caller has this version already.
     *
     * @param ifNoneMatch the header of that name; null if it was not sent
     */
    public Response read(@Nullable String ifNoneMatch) {
        return EntityTags.matches(ifNoneMatch, tag) ? Response.notModified(tag).build() : changed();
    }
}
