package dev.docket.server.http.transport;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The media types whose bodies are read and written as streams; any other body is awaited, and written, as a whole. */
final class StreamedTypes {

    private static final Set<String> TYPES = Set.of("application/x-ndjson");

    private StreamedTypes() {}

    /** @param mediaType with or without parameters, as a header has it */
    static boolean contain(@Nullable String mediaType) {
        if (mediaType == null) {
            return false;
        }
        int parameters = mediaType.indexOf(';');
        String type = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
        return TYPES.contains(type.strip().toLowerCase(Locale.ROOT));
    }
}
