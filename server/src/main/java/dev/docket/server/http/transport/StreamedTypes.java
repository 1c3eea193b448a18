package dev.docket.server.http.transport;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The media types whose bodies are read and written as streams; any other body is awaited, and written, as a whole. */
final class StreamedTypes {

    private static final Set<String> OF_REQUESTS = Set.of("application/x-ndjson", "multipart/form-data");
    private static final Set<String> OF_ANSWERS = Set.of("application/x-ndjson", "application/octet-stream");

    private StreamedTypes() {}

    /** @param mediaType of a request, with or without parameters, as a header has it */
    static boolean areRead(@Nullable String mediaType) {
        return mediaType != null && OF_REQUESTS.contains(essence(mediaType));
    }

    /** @param mediaType of an answer, likewise */
    static boolean areWritten(String mediaType) {
        return OF_ANSWERS.contains(essence(mediaType));
    }

    private static String essence(String mediaType) {
        int parameters = mediaType.indexOf(';');
        String type = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
