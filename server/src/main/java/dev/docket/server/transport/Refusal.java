package dev.docket.server.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A response given before the application is reached. The connection is closed after each: the request was malformed,
 * too slow, or must be repeated later.
 *
 * @param detail what is wrong and what to do about it; never contains anything that the client sent
 * @param headers further headers of the response
 */
record Refusal(ProblemType type, String detail, Map<String, String> headers) {

    /** What every response of the application has, too. */
    static final Map<String, String> COMMON_HEADERS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

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

    /** Rejects a request because the service is at its capacity. */
    static Refusal busy(String detail) {
        return new Refusal(
                ProblemType.SERVICE_UNAVAILABLE, detail, Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
    }

    /** Rejects a request because its sender has its share of the capacity already. */
    static Refusal tooMany(String detail) {
        return new Refusal(
                ProblemType.TOO_MANY_REQUESTS, detail, Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
    }

    ProblemException asException() {
        return new ProblemException(type, detail, headers);
    }

    /** The body in the format of RFC 9457, in ASCII. */
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
