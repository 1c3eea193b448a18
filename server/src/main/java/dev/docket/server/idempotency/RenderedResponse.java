package dev.docket.server.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
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
    private static final Pattern UUID_LIKE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Returns the id of the resource that the body shows; null if it is no UUID. Without a location, the body is that
     * of the resource itself.
     */
    @Nullable
    UUID subject() {
        if (location != null) {
            return uuid(location.substring(location.lastIndexOf('/') + 1));
        }
        try {
            JsonNode shown = JSON.readTree(body);
            return uuid(shown.path("uniqueId").asText(shown.path("id").asText()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static @Nullable UUID uuid(String id) {
        return UUID_LIKE.matcher(id).matches() ? UUID.fromString(id) : null;
    }

    public Response toResponse() {
        Response.ResponseBuilder response =
                Response.ok(body, MediaType.APPLICATION_JSON_TYPE).header(HttpHeaders.ETAG, etag);
        if (location != null) {
            response.location(URI.create(location));
        }
        return response.header(REPLAYED, isReplayed ? "true" : null).build();
    }
}
