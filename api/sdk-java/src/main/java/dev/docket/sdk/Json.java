package dev.docket.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import org.openapitools.jackson.nullable.JsonNullableModule;

/** JSON as the contract has it: properties that are not set are not sent, and times are text. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModules(new JavaTimeModule(), new JsonNullableModule())
            // In free-form objects, such as custom fields in a merge patch, null is a value.
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();

    private Json() {}

    static byte[] write(Object object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this object cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads the stream to its end, so that its connection can be used again. */
    static <T> T read(InputStream json, Class<T> type) throws IOException {
        T object = MAPPER.readValue(json.readAllBytes(), type);
        if (object == null) {
            throw new JsonMappingException(null, "null instead of a " + type.getSimpleName());
        }
        return object;
    }
}
