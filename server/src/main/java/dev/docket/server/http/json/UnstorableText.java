package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import java.io.IOException;

/**
 * Finds text that JSON can carry and PostgreSQL cannot store: U+0000 and unpaired surrogates. Well-formed UTF-8
 * contains them only as escapes, so a body without {@code \}{@code u} needs no second check.
 */
public final class UnstorableText {

    private UnstorableText() {}

    static void find(String json, ObjectMapper mapper, ViolationList violations) throws IOException {
        if (!json.contains("\\u")) {
            return;
        }
        try (JsonParser parser = mapper.getFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (isText && !isStorable(parser.getText())) {
                    if (violations.isFull()) {
                        violations.leaveOut(1);
                        continue;
                    }
                    violations.add(Violations.inBody(
                            parser.getParsingContext().pathAsPointer().toString(),
                            ViolationCode.INVALID_TEXT,
                            "must not contain U+0000 or unpaired surrogates"));
                }
            }
        }
    }

    public static boolean isStorable(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == 0) {
                return false;
            }
            if (Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(unit)) {
                return false;
            }
        }
        return true;
    }
}
