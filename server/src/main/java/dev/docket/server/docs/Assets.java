package dev.docket.server.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Files that are packaged with the program. */
final class Assets {

    private Assets() {}

    static byte[] read(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("the program was packaged without " + path));
    }

    static Optional<byte[]> find(String path) {
        try (InputStream stream = Assets.class.getResourceAsStream(path)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
