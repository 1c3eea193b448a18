package dev.docket.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a body of JSON (RFC 8259) into a DTO of the contract. What does not fit the contract does not end the reading: it
 * is left out, noted, and reported by {@link ContractValidation} together with what Bean Validation finds.
 */
@Consumes({MediaType.APPLICATION_JSON, JsonBodyReader.MERGE_PATCH})
public final class JsonBodyReader implements MessageBodyReader<Object> {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final MediaType MERGE_PATCH_TYPE = MediaType.valueOf(MERGE_PATCH);

    private final ObjectMapper mapper;

    @Inject
    private Provider<ContainerRequestContext> request;

    public JsonBodyReader(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return MediaType.APPLICATION_JSON_TYPE.isCompatible(mediaType) || MERGE_PATCH_TYPE.isCompatible(mediaType);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        Utf8Body.requireUtf8(mediaType);
        // Jackson would guess the encoding from the first bytes, and take UTF-16 too.
        String body = Utf8Body.decode(stream.readAllBytes());
        List<Violation> violations = new ArrayList<>();
        Object value = parse(body, genericType, violations);
        if (value == null) {
            throw ProblemException.invalid(List.of(Violations.inBody(
                    "",
                    ViolationCode.REQUIRED,
                    "the request needs a body: a JSON object as the contract describes it")));
        }
        request.get().setProperty(ContractValidation.VIOLATIONS, violations);
        return value;
    }

    private Object parse(String body, Type type, List<Violation> violations) throws IOException {
        try {
            UnstorableText.find(body, mapper, violations);
            return mapper.readerFor(mapper.constructType(type))
                    .withAttribute(ViolationCollector.VIOLATIONS, violations)
                    .readValue(body);
        } catch (JsonProcessingException malformed) {
            throw ProblemException.invalid(
                    List.of(Violations.inBody("", ViolationCode.MALFORMED, JsonBodyReader.describe(malformed))));
        }
    }

    /** Our own words: the library's messages name classes. */
    private static String describe(JsonProcessingException malformed) {
        JsonLocation location = malformed.getLocation();
        String where =
                location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        String message = String.valueOf(malformed.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return "a property is there twice" + where;
        }
        if (message.contains("exceeds the maximum")) {
            return "the JSON is nested too deeply, or a number or a name in it is too long" + where;
        }
        return "the body is not one well-formed JSON object in UTF-8" + where;
    }
}
