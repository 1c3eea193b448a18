package dev.docket.server.http.json;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text bodies, which must be in UTF-8. */
public final class Utf8Body {

    private Utf8Body() {}

    /**
     * Rejects other encodings, and wildcards, which {@code @Consumes} accepts.
     *
     * @throws NotSupportedException if the type is a wildcard or names another encoding
     */
    public static void requireUtf8(MediaType mediaType) {
        String charset = mediaType.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        if (mediaType.isWildcardType() || mediaType.isWildcardSubtype() || !charset.equalsIgnoreCase("utf-8")) {
            throw new NotSupportedException();
        }
    }

    /** @throws ProblemException 400 if the bytes are not well-formed */
    public static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException illFormed) {
            throw ProblemException.invalid(
                    List.of(Violations.inBody("", ViolationCode.MALFORMED, "the body is not well-formed UTF-8")));
        }
    }
}
