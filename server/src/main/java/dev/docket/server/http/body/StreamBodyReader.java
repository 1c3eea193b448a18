package dev.docket.server.http.body;

import dev.docket.server.http.json.Utf8Body;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Passes NDJSON and forms as streams to an {@link NdjsonReader} or a {@link MultipartReader}. Accepts every media type,
 * because Jersey's own reader of streams would take a body without a type, and one in any encoding that it declares.
 * Also names the type that stands for a missing one, since a reader must name it to take precedence over Jersey's.
 */
@Consumes({MediaType.APPLICATION_OCTET_STREAM, MediaType.WILDCARD})
public final class StreamBodyReader implements MessageBodyReader<InputStream> {

    private static final MediaType NDJSON = new MediaType("application", "x-ndjson");

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == InputStream.class;
    }

    @Override
    public InputStream readFrom(
            Class<InputStream> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream) {
        Utf8Body.requireUtf8(mediaType);
        if (!mediaType.isCompatible(NDJSON) && !mediaType.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE)) {
            throw new NotSupportedException();
        }
        return stream;
    }
}
