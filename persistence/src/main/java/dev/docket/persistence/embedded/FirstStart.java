package dev.docket.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the data directory, its roles and its database. All of this happens in a separate folder, without a server
 * that a client could connect to, and is moved into place last: what is in place is complete. An interrupted first
 * start never held data, and is repeated.
 */
final class FirstStart {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    /** Single-user mode takes one statement up to an empty line. */
    private static final String ROLES_AND_DATABASE = """
            ALTER ROLE %1$s PASSWORD '%2$s';

            CREATE ROLE %3$s LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB CREATEROLE PASSWORD '%4$s';

            CREATE ROLE %5$s LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '%6$s';

            CREATE DATABASE %7$s OWNER %3$s;

            REVOKE ALL ON DATABASE %7$s, postgres, template1 FROM PUBLIC;

            GRANT CONNECT ON DATABASE %7$s TO %5$s;

            """;

    private final PostgresBinaries binaries;
    private final DataFolder folder;

    FirstStart(PostgresBinaries binaries, DataFolder folder) {
        this.binaries = binaries;
        this.folder = folder;
    }

    /**
     * Ensures a complete data directory and its passwords.
     *
     * @throws DataFolderUnusableException if the passwords exist without data: the data was moved or is not mounted,
     *     and an empty database in its place would hide that
     */
    void ensure() throws IOException {
        if (Files.notExists(folder.cluster())) {
            refuseLostData();
            // The passwords are deleted before the draft: without the draft they would look like lost data.
            Files.deleteIfExists(folder.credentials());
            deleteDrafts();
            create();
        }
        deleteDrafts();
    }

    private void refuseLostData() {
        if (Files.exists(folder.credentials()) && Files.notExists(folder.firstStart())) {
            throw new DataFolderUnusableException("The data folder " + folder.root() + " has "
                    + folder.credentials().getFileName() + " but no data in "
                    + folder.cluster().getFileName()
                    + "/: restore the data, or remove that file to start with an empty database.");
        }
    }

    /**
     * Deletes earlier drafts. If this process was killed, its initdb may still run and write for a moment; what it
     * blocks is deleted at the next start.
     */
    private void deleteDrafts() {
        try {
            DurableFiles.deleteTree(folder.firstStart());
        } catch (IOException e) {
            LOG.info("{} is left for the next start: {}", folder.firstStart(), e.toString());
        }
    }

    private void create() throws IOException {
        Files.createDirectories(folder.firstStart(), DurableFiles.enteredByOwnerOnly());
        DurableFiles.force(folder.root());
        // A new name each time, because of that same initdb.
        Path draft = Files.createTempDirectory(folder.firstStart(), "").resolve("postgres");
        Credentials credentials = Credentials.random();
        initdb(draft);
        ClusterSettings.write(draft);
        createRolesAndDatabase(draft, credentials);
        // The previous steps did not wait for the disk; this waits, once, for all of them.
        PostgresCommand.of(binaries, "initdb", "--sync-only", "-D", draft.toString())
                .run();
        credentials.write(folder.credentials());
        DurableFiles.move(draft, folder.cluster());
    }

    private void initdb(Path draft) {
        PostgresCommand.of(
                        binaries,
                        "initdb",
                        "-D",
                        draft.toString(),
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        // The same sort order on every machine, and no index broken by a new C library.
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-sync",
                        "--no-instructions")
                .run();
    }

    private void createRolesAndDatabase(Path draft, Credentials credentials) {
        String statements = ROLES_AND_DATABASE.formatted(
                credentials.superuser().user(),
                credentials.superuser().password(),
                credentials.owner().user(),
                credentials.owner().password(),
                credentials.application().user(),
                credentials.application().password(),
                EmbeddedDatabase.NAME);
        PostgresCommand.of(
                        binaries,
                        "postgres",
                        "--single",
                        "-j",
                        "-D",
                        draft.toString(),
                        "-c",
                        "exit_on_error=on",
                        "-c",
                        "fsync=off",
                        "postgres")
                .run(statements);
    }
}
