package dev.docket.server.http.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
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

    /**
     * The response to a creation.
     *
     * @param path of the created resource. The {@code Location} is relative to the server (RFC 9110, section 10.2.2),
     *     so it is also valid behind a proxy.
     */
    public Response created(String path, Object... ids) {
        URI location = UriBuilder.fromPath("/").path(path).build(ids);
        return Response.ok(body).tag(tag).location(location).build();
    }

    /** The header {@code ETag}. */
    public String etag() {
        return '"' + tag.getValue() + '"';
    }

    /**
     * The response to a read: 304 if the caller has this version already.
     *
     * @param ifNoneMatch the If-None-Match header; null if it was not sent
     */
    public Response read(@Nullable String ifNoneMatch) {
        return EntityTags.matches(ifNoneMatch, tag) ? Response.notModified(tag).build() : changed();
    }
}
