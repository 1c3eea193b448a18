package dev.docket.server.http.body;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) part by part, as it arrives. Holds 16 KiB of the body at a time, and the
 * headers of one part. Unreadable input ends the request with 400.
 */
public final class MultipartReader {

    private static final int BUFFER_BYTES = 16 * 1024;

    /** A name of 255 characters may have 765 bytes, each of which RFC 8187 writes as three. */
    private static final int MAX_HEADER_BYTES = 4 * 1024;

    private static final int MAX_BOUNDARY_CHARACTERS = 70;

    /** A line end within a header: the next line begins with a blank. */
    private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");

    private final MultipartInput input;
    private @Nullable InputStream current;
    private boolean begun;

    /**
     * @param name of the field
     * @param fileName as it was meant, which may be a path; null without one
     * @param contentType as it was sent; null without one
     * @param content to be read before the next part
     */
    public record Part(
            String name,
            @Nullable String fileName,
            @Nullable String contentType,
            InputStream content) {}

    /**
     * @param body remains open
     * @param boundary the parameter of that name of the Content-Type; empty if it has none
     * @throws ProblemException 400 without a boundary, or with one that is too long
     */
    public MultipartReader(InputStream body, String boundary) {
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_CHARACTERS) {
            throw malformed("Content-Type must have a boundary of 1 to 70 characters");
        }
        try {
            input = MultipartInput.builder()
                    .setInputStream(body)
                    .setBufferSize(BUFFER_BYTES)
                    .setMaxPartHeaderSize(MAX_HEADER_BYTES)
                    .setBoundary(boundary.getBytes(StandardCharsets.UTF_8))
                    .get();
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing is read yet", impossible);
        }
        input.setHeaderCharset(StandardCharsets.UTF_8);
    }

    /**
     * Advances to the next part, skipping the unread rest of the previous one.
     *
     * @return null after the last part
     */
    public @Nullable Part next() throws IOException {
        try {
            if (current != null) {
                current.close();
            }
            boolean hasNext = begun ? input.readBoundary() : input.skipPreamble();
            if (!hasNext && !begun) {
                throw malformed("the body is not a form with the boundary given in Content-Type");
            }
            begun = true;
            return hasNext ? part(headers(input.readHeaders())) : null;
        } catch (FileUploadException illFormed) {
            throw malformed();
        }
    }

    private Part part(Map<String, String> headers) {
        ContentDisposition disposition = ContentDisposition.parse(headers.getOrDefault("content-disposition", ""))
                .orElseThrow(
                        () -> malformed("a Content-Disposition cannot be read; write a quotation mark within a name"
                                + " as \\\" or %22, and each parameter once"));
        String name = disposition.name();
        if (!disposition.type().equals("form-data") || name == null) {
            throw malformed("each part must have a header like Content-Disposition: form-data; name=\"file\"");
        }
        current = new PartStream(input.newInputStream());
        return new Part(name, disposition.fileName(), headers.get("content-type"), current);
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new HashMap<>();
        for (String line : FOLD.matcher(text).replaceAll(" ").split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static ProblemException malformed() {
        return malformed("the body is not a well-formed form: a part or the end of the form is missing or too long");
    }

    private static ProblemException malformed(String detail) {
        return ProblemException.invalid(List.of(Violations.inBody("", ViolationCode.MALFORMED, detail)));
    }

    /** The content of one part; reports a form that ends too early as malformed. */
    private static final class PartStream extends FilterInputStream {

        PartStream(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (FileUploadException illFormed) {
                throw malformed();
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (FileUploadException illFormed) {
                throw malformed();
            }
        }
    }
}
