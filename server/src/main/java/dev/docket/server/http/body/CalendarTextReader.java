package dev.docket.server.http.body;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.json.Utf8Body;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Reads iCalendar files as text, with folded lines joined (RFC 5545, 3.1). Accepts every media type, because Jersey's
 * own reader of strings would take a body without a type, and one in any encoding that it declares.
 */
@Consumes(MediaType.WILDCARD)
public final class CalendarTextReader implements MessageBodyReader<String> {

    private static final MediaType CALENDAR = new MediaType("text", "calendar");

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == String.class;
    }

    @Override
    public String readFrom(
            Class<String> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        Utf8Body.requireUtf8(mediaType);
        if (!mediaType.isCompatible(CALENDAR)) {
            throw new NotSupportedException();
        }
        String text = Utf8Body.decode(unfold(stream.readAllBytes()));
        if (text.isBlank()) {
            throw ProblemException.invalid(
                    List.of(Violations.inBody("", ViolationCode.REQUIRED, "the request must have a body")));
        }
        return text;
    }

    /**
     * Joins folded lines before they are decoded, because a fold may be within a character. Lines may end with CR LF,
     * LF or CR; several ends in succession count as one.
     */
    private static byte[] unfold(byte[] body) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(body.length);
        for (int at = 0; at < body.length; at++) {
            if (!isLineEnd(body[at])) {
                lines.write(body[at]);
            } else if (at + 1 < body.length && isBlank(body[at + 1])) {
                at++;
            } else if (at + 1 == body.length || !isLineEnd(body[at + 1])) {
                lines.write('\n');
            }
        }
        return lines.toByteArray();
    }

    private static boolean isLineEnd(byte next) {
        return next == '\r' || next == '\n';
    }

    private static boolean isBlank(byte next) {
        return next == ' ' || next == '\t';
    }
}
