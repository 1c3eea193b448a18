package dev.docket.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content of a file while it arrives. Close it: the rest of the content is then not transferred. */
public final class Download implements AutoCloseable {

    private static final Pattern EXACT_NAME = Pattern.compile("filename\\*=UTF-8''([^;]+)", Pattern.CASE_INSENSITIVE);

    private final HttpHeaders headers;
    private final InputStream content;

    Download(HttpResponse<InputStream> response) {
        headers = response.headers();
        content = response.body();
    }

    /** The content, once. A read fails if nothing arrives within the time-out, and if the content is cut off. */
    public InputStream content() {
        return content;
    }

    /** The name that the file was uploaded with, or null. Any characters may be in it: never use it as a path. */
    public @Nullable String name() {
        Matcher name =
                EXACT_NAME.matcher(headers.firstValue("Content-Disposition").orElse(""));
        return name.find() ? URLDecoder.decode(name.group(1).trim().replace("+", "%2B"), StandardCharsets.UTF_8) : null;
    }

    /** Number of bytes, if the service says it. */
    public OptionalLong length() {
        return headers.firstValueAsLong("Content-Length");
    }

    /** For example {@code ETag}, which is the SHA-256 of the whole content, or {@code Content-Range}. */
    public HttpHeaders headers() {
        return headers;
    }

    public void transferTo(OutputStream target) throws IOException {
        try (content) {
            content.transferTo(target);
        }
    }

    /** Writes the content to a file, which must not exist yet. */
    public void saveTo(Path file) throws IOException {
        try (content) {
            Files.copy(content, file);
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
