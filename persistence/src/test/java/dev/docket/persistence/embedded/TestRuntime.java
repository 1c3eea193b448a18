package dev.docket.persistence.embedded;

import java.nio.file.Path;

/** PostgreSQL, unpacked once for all tests of the module; {@code mvn clean} removes it. */
final class TestRuntime {
    static final Path FOLDER = Path.of("target", "postgres-runtime").toAbsolutePath();

    private TestRuntime() {}

    static EmbeddedDatabase start(Path dataFolder) {
        return EmbeddedDatabase.start(dataFolder, FOLDER);
    }
}
