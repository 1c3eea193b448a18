package dev.docket.server.docs;

import dev.docket.server.http.compression.Precompressed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files of the module docket-docs, which the build has made and compressed. */
final class BuiltFiles {

    private static final Map<String, Precompressed> READ = new ConcurrentHashMap<>();

    private BuiltFiles() {}

    static Precompressed get(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("the program was packaged without " + path));
    }

    static Optional<Precompressed> find(String path) {
        return Optional.ofNullable(READ.computeIfAbsent(path, BuiltFiles::read));
    }

    private static @Nullable Precompressed read(String path) {
        try (InputStream stream = BuiltFiles.class.getResourceAsStream("/dev/docket/docs/" + path + ".gz")) {
            return stream == null ? null : Precompressed.of(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
