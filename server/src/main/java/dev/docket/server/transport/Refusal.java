package dev.docket.server.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.docket.server.http.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * An answer given in front of the application. The connection is closed after each of them: the client is either not
 * understood, too slow, or asked to come back later.
 *
 * @param detail what went wrong and what to do about it; never holds anything the client sent
 * @param headers further headers of the answer
 */
record Refusal(ProblemType type, String detail, Map<String, String> headers) {

    static final String CONTENT_TYPE = "application/problem+json";

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int RETRY_AFTER_SECONDS = 1;

    static Refusal malformed(String detail) {
        return new Refusal(ProblemType.MALFORMED_REQUEST, detail, Map.of());
    }

    static Refusal of(ProblemType type, String detail) {
        return new Refusal(type, detail, Map.of());
    }

    /** The service has all the work it can hold. */
    static Refusal busy(String detail) {
        return new Refusal(
                ProblemType.SERVICE_UNAVAILABLE, detail, Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
    }

    /** The body as RFC 9457 wants it, in ASCII. */
    byte[] body(String instance, String requestId) {
        return body(type, detail, instance, requestId);
    }

    static byte[] body(ProblemType type, String detail, String instance, String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type.urn());
            json.writeStringField("title", type.title());
            json.writeNumberField("status", type.status());
            json.writeStringField("detail", detail);
            json.writeStringField("instance", instance);
            json.writeStringField("requestId", requestId);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
