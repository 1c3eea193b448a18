package dev.docket.server.http;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
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
        return Response.ok(body)
                .tag(tag)
                .location(uri.getBaseUriBuilder().path(path).build(ids))
                .build();
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
