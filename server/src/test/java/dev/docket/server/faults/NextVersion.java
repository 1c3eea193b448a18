package dev.docket.server.faults;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A {@code docket.jar} with migrations more, as the next release has. */
final class NextVersion {

    private NextVersion() {}

    /**
     * @param name of the copy
     * @param migrations their texts by their file names
     */
    static Path of(Path jar, String name, Map<String, String> migrations) throws IOException {
        Path next = Files.copy(jar, jar.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem files = FileSystems.newFileSystem(next)) {
            for (Map.Entry<String, String> migration : migrations.entrySet()) {
                Files.writeString(
                        files.getPath("dev/docket/persistence/migrations", migration.getKey()), migration.getValue());
            }
        }
        return next;
    }
}
