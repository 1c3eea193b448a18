package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) into a DTO of the contract, and collects all violations instead of ending at the
 * first.
 */
public final class ContractJson {

    private final ObjectMapper mapper;
    private final String whole;

    /** @param whole what a problem calls the text, such as "body" */
    public ContractJson(ObjectMapper mapper, String whole) {
        this.mapper = mapper;
        this.whole = whole;
    }

    /**
     * @param violations receives the violations; without any, the value has the shape of the contract, but may still be
     *     outside its limits
     * @return null if the text is not JSON, or is {@code null}; only the first is added as a violation
     */
    @Nullable
    public Object read(ByteBuffer utf8, Type type, ViolationList violations) throws IOException {
        String text;
        try {
            // Jackson would guess the encoding from the first bytes, and accept UTF-16 too.
            text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException illFormed) {
            violations.add(
                    Violations.inBody("", ViolationCode.MALFORMED, "the " + whole + " is not well-formed UTF-8"));
            return null;
        }
        try {
            UnstorableText.find(text, mapper, violations);
            return mapper.readerFor(mapper.constructType(type))
                    .withAttribute(ViolationCollector.VIOLATIONS, violations)
                    .readValue(text);
        } catch (JsonProcessingException malformed) {
            violations.clear();
            violations.add(Violations.inBody("", ViolationCode.MALFORMED, describe(malformed)));
            return null;
        }
    }

    /** Our own words, because the library's messages name classes. */
    private String describe(JsonProcessingException malformed) {
        JsonLocation location = malformed.getLocation();
        String where =
                location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        String message = String.valueOf(malformed.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return "a property name is repeated" + where;
        }
        if (message.contains("exceeds the maximum")) {
            return "the JSON is nested too deeply, or a number or a name in it is too long" + where;
        }
        return "the " + whole + " is not a single well-formed JSON object in UTF-8" + where;
    }
}
