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
 * Hands NDJSON and forms over as the streams that they are, for a {@link NdjsonReader} or a {@link MultipartReader}. Of every
 * type, because Jersey's own reader of streams takes a body without a type, and one in whichever encoding it says; it names
 * the type that stands for none, and so must whatever is to come before it.
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
