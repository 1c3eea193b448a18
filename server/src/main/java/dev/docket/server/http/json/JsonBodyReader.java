package dev.docket.server.http.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
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
import java.nio.ByteBuffer;

/**
 * Reads a JSON body (RFC 8259) into a DTO of the contract. A violation of the contract does not end the reading: the
 * value is left out, noted, and reported by {@link ContractValidation} together with the findings of Bean Validation.
 */
@Consumes({MediaType.APPLICATION_JSON, JsonBodyReader.MERGE_PATCH})
public final class JsonBodyReader implements MessageBodyReader<Object> {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final MediaType MERGE_PATCH_TYPE = MediaType.valueOf(MERGE_PATCH);

    private final ContractJson json;

    @Inject
    private Provider<ContainerRequestContext> request;

    public JsonBodyReader(ObjectMapper mapper) {
        this.json = new ContractJson(mapper, "body");
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
        ViolationList violations = new ViolationList();
        Object value = json.read(ByteBuffer.wrap(stream.readAllBytes()), genericType, violations);
        if (value == null && violations.isEmpty()) {
            violations.add(Violations.inBody(
                    "",
                    ViolationCode.REQUIRED,
                    "the request must have a body: a JSON object as defined in the contract"));
        }
        ViolationList all = ContractValidation.violations(request.get());
        all.addAll(violations);
        if (value == null) {
            throw ProblemException.invalid(all);
        }
        return value;
    }
}
