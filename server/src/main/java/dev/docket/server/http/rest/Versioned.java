package dev.docket.server.http.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A resource as the contract shows it, and the entity tag of the shown version. */
public record Versioned<T>(T body, EntityTag tag) {

    public static <T> Versioned<T> of(T body, long revision) {
        return new Versioned<>(body, EntityTags.of(revision));
    }

    /** The response to a change. */
    public Response changed() {
        return Response.ok(body).tag(tag).build();
    }

    /** The response to a creation, with {@code path} as the location, relative to the root of the service. */
    public Response created(UriInfo uri, String path, Object... ids) {
        return created(uri.getBaseUriBuilder().path(path).build(ids));
    }

    /** The response to a creation, where {@code place} is the URI of the new resource. */
    public Response created(URI place) {
        return Response.ok(body).tag(tag).location(place).build();
    }

    /**
     * The response to a read: 304 if the caller has this version already.
     *
     * @param ifNoneMatch the header of that name; null if it was not sent
     */
    public Response read(@Nullable String ifNoneMatch) {
        return EntityTags.matches(ifNoneMatch, tag) ? Response.notModified(tag).build() : changed();
    }
}
