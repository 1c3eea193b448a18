package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;

/** Reads an array or object, and ends at the first entry beyond a limit, so that the others are never created. */
final class LimitedParser extends JsonParserDelegate {

    private final JsonStreamContext container;
    private final int max;

    /** @param parser at the start of the array or object */
    LimitedParser(JsonParser parser, int max) {
        super(parser);
        this.container = parser.getParsingContext();
        this.max = max;
    }

    /** More entries than the contract allows. */
    static final class TooManyException extends JsonMappingException {

        private static final long serialVersionUID = 1L;

        TooManyException(JsonParser parser) {
            super(parser, "too many entries");
        }
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (container.getEntryCount() > max) {
            throw new TooManyException(delegate);
        }
        return token;
    }
}
