package dev.docket.server.transport;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The media types whose bodies are read and written as streams; other bodies are awaited and written as a whole. */
final class StreamedTypes {

    private static final Set<String> OF_REQUESTS = Set.of("application/x-ndjson", "multipart/form-data");
    private static final List<MediaType> OF_ANSWERS =
            List.of(new MediaType("application", "x-ndjson"), MediaType.APPLICATION_OCTET_STREAM_TYPE);

    private StreamedTypes() {}

    /** @param mediaType of a request, with or without parameters, as in its header */
    static boolean areRead(@Nullable String mediaType) {
        return mediaType != null && OF_REQUESTS.contains(essence(mediaType));
    }

    /** @param mediaType of a response */
    static boolean areWritten(@Nullable MediaType mediaType) {
        return mediaType != null && OF_ANSWERS.stream().anyMatch(type -> isOfType(mediaType, type));
    }

    private static boolean isOfType(MediaType mediaType, MediaType type) {
        return type.getSubtype().equalsIgnoreCase(mediaType.getSubtype())
                && type.getType().equalsIgnoreCase(mediaType.getType());
    }

    private static String essence(String mediaType) {
        int parameters = mediaType.indexOf(';');
        String type = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
