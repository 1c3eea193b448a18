package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Writes a DTO of the contract, or a page of them, as JSON. */
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public final class JsonBodyWriter implements MessageBodyWriter<Object> {

    private final ObjectWriter writer;

    public JsonBodyWriter(ObjectMapper mapper) {
        // Jersey closes the stream; closing it here would end the response before its filters have.
        this.writer = mapper.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOfTheContract(type);
    }

    public static boolean isOfTheContract(@Nullable Class<?> type) {
        return type != null
                && (JsonBody.class.isAssignableFrom(type) || type.getName().startsWith("dev.docket.api.model."));
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream)
            throws IOException {
        writer.writeValue(stream, value);
    }
}
