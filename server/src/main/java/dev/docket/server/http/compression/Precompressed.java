package dev.docket.server.http.compression;

import dev.docket.server.text.Sha256;
import jakarta.ws.rs.core.EntityTag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * An entity that is stored compressed. It is sent as it is to clients that accept gzip, and unpacked to others.
 *
 * @param tag of the unpacked content
 */
public record Precompressed(byte[] gzip, EntityTag tag) {

    private static final int TAG_BYTES = 12;

    public static Precompressed of(byte[] gzip) {
        byte[] digest = Sha256.digest().digest(gzip);
        return new Precompressed(gzip, new EntityTag(HexFormat.of().formatHex(digest, 0, TAG_BYTES)));
    }

    /** The unpacked content. */
    public byte[] content() {
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return content.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
