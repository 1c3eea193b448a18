package dev.docket.server.idempotency;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A successful response of the contract, rendered: the bytes that are stored under an idempotency key are those that
 * are sent.
 *
 * @param body JSON
 * @param etag the header of that name; null if the response has none
 * @param location of what was created, relative to the server; null if nothing was created
 * @param isReplayed whether an earlier request with the same key got it first
 */
public record RenderedResponse(
        byte[] body, @Nullable String etag, @Nullable String location, boolean isReplayed) {

    private static final String REPLAYED = "Idempotency-Replayed";

    public Response toResponse() {
        Response.ResponseBuilder response =
                Response.ok(body, MediaType.APPLICATION_JSON_TYPE).header(HttpHeaders.ETAG, etag);
        if (location != null) {
            response.location(URI.create(location));
        }
        return response.header(REPLAYED, isReplayed ? "true" : null).build();
    }
}
