package dev.docket.sdk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A file to upload. It is read while it is sent, and is never in memory as a whole.
 *
 * @param name name of the file, without folders; may have any characters
 * @param contentType its media type
 * @param repeatable whether its content can be read again for another attempt
 */
public record Upload(String name, String contentType, BodyPublisher content, boolean repeatable) {

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** The type is that which the system knows for the name. */
    public static Upload of(Path file) throws IOException {
        String type = Files.probeContentType(file);
        return of(file, type == null ? UNKNOWN_TYPE : type);
    }

    public static Upload of(Path file, String contentType) throws FileNotFoundException {
        return new Upload(file.getFileName().toString(), contentType, BodyPublishers.ofFile(file), true);
    }

    public static Upload of(String name, String contentType, byte[] content) {
        return new Upload(name, contentType, BodyPublishers.ofByteArray(content), true);
    }

    /** @param content opens the content, once for each attempt */
    public static Upload of(String name, String contentType, Supplier<? extends InputStream> content) {
        return new Upload(name, contentType, BodyPublishers.ofInputStream(content), true);
    }

    /** A stream that can be read only once; a failed upload is not repeated. */
    public static Upload of(String name, String contentType, InputStream content) {
        return new Upload(name, contentType, BodyPublishers.ofInputStream(() -> content), false);
    }
}
