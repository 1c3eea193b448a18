package dev.docket.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private PostgreSQL on this machine, and the way to connect to it.
 *
 * <p>It keeps what it acknowledged (fsync, synchronous commit and full page writes are checked at every start), listens
 * on the loopback address only, and requires a password. One process runs a data folder; others on the same machine
 * {@linkplain #attach attach}. If the process that runs it is killed, PostgreSQL survives, and the next start stops it
 * and starts it again. If PostgreSQL itself ends, {@link #keepRunning} starts it again. There is no shutdown hook: the
 * code that starts it closes it, after its last user.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    static final String NAME = "docket";

    /** How long a tool waits for a server that is starting or stopping. */
    private static final Duration ATTACH_LIMIT = Duration.ofSeconds(30);

    private static final Duration ATTACH_INTERVAL = Duration.ofMillis(50);

    private final DataFolder folder;
    private final int port;
    private final Credentials credentials;
    private final @Nullable Ownership ownership;
    private @Nullable PostgresWatch watch;
    private boolean closed;

    /** Resources of the process that runs the server. */
    private record Ownership(PostgresServer server, DataFolderLock lock) {}

    private EmbeddedDatabase(DataFolder folder, int port, Credentials credentials, @Nullable Ownership ownership) {
        this.folder = folder;
        this.port = port;
        this.credentials = credentials;
        this.ownership = ownership;
    }

    /**
     * Starts the database of a data folder; creates both if they do not exist. Returns when it accepts connections.
     *
     * @throws DataFolderInUseException if another process, or another part of this one, has the folder open
     * @throws DataFolderUnusableException if the folder cannot be written, is incomplete, or was created by another
     *     PostgreSQL
     * @throws EmbeddedDatabaseException if PostgreSQL does not run on this machine, does not start, or not with the
     *     settings that keep data safe
     */
    public static EmbeddedDatabase start(Path dataFolder) {
        PostgresArchive.ofThisMachine(); // before a folder is made
        DataFolder folder = DataFolder.prepare(dataFolder);
        return start(folder, folder.runtime());
    }

    /**
     * Like {@link #start(Path)}, with PostgreSQL itself unpacked into a folder that other data folders may share. That
     * saves most of the time and space of a first start; used by tests.
     */
    public static EmbeddedDatabase start(Path dataFolder, Path runtimeFolder) {
        return start(DataFolder.prepare(dataFolder), runtimeFolder);
    }

    private static EmbeddedDatabase start(DataFolder folder, Path runtimeFolder) {
        DataFolderLock lock = DataFolderLock.tryAcquire(folder).orElseThrow(() -> DataFolderLock.inUse(folder));
        return start(folder, runtimeFolder, lock);
    }

    /**
     * Connects to the database that another process runs on this machine. Waits up to 30 s if that process is still
     * starting. When the other process stops, connections break; closing the returned object stops nothing.
     *
     * @throws EmbeddedDatabaseException if no process runs the folder's database
     */
    public static EmbeddedDatabase attach(Path dataFolder) {
        Platform.ofThisMachine();
        DataFolder folder = DataFolder.prepare(dataFolder);
        return poll(folder, () -> {
            DataFolderLock.tryAcquire(folder).ifPresent(lock -> {
                lock.close();
                throw new EmbeddedDatabaseException("No process runs the database in " + folder.root() + ".");
            });
            return attachNow(folder);
        });
    }

    /**
     * Attaches if a server has the folder open; otherwise starts the database until this object is closed. For command
     * line tools.
     *
     * @see #start(Path)
     * @see #attach(Path)
     */
    public static EmbeddedDatabase startOrAttach(Path dataFolder) {
        Platform.ofThisMachine(); // before a folder is made
        DataFolder folder = DataFolder.prepare(dataFolder);
        return poll(folder, () -> {
            Optional<DataFolderLock> lock = DataFolderLock.tryAcquire(folder);
            return lock.isPresent() ? Optional.of(start(folder, folder.runtime(), lock.get())) : attachNow(folder);
        });
    }

    private interface Attempt {
        Optional<EmbeddedDatabase> now();
    }

    /**
     * Retries until a time limit. The process that has the folder may be starting or stopping, which takes a short time
     * and sends no notification.
     */
    private static EmbeddedDatabase poll(DataFolder folder, Attempt attempt) {
        long deadline = System.nanoTime() + ATTACH_LIMIT.toNanos();
        while (true) {
            Optional<EmbeddedDatabase> database = attempt.now();
            if (database.isPresent()) {
                return database.get();
            }
            if (System.nanoTime() > deadline) {
                throw DataFolderLock.inUse(folder);
            }
            try {
                Thread.sleep(ATTACH_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedDatabaseException("Interrupted while waiting for " + folder.root() + ".", e);
            }
        }
    }

    private static Optional<EmbeddedDatabase> attachNow(DataFolder folder) {
        return PostmasterFile.read(folder.cluster())
                .filter(PostmasterFile::ready)
                .filter(PostmasterFile::isAlive)
                .map(postmaster ->
                        new EmbeddedDatabase(folder, postmaster.port(), Credentials.read(folder.credentials()), null));
    }

    private static EmbeddedDatabase start(DataFolder folder, Path runtimeFolder, DataFolderLock lock) {
        boolean started = false;
        try {
            EmbeddedDatabase database = startLocked(folder, runtimeFolder, lock);
            started = true;
            return database;
        } catch (IOException e) {
            throw DataFolder.unwritable(folder.root(), e);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static EmbeddedDatabase startLocked(DataFolder folder, Path runtimeFolder, DataFolderLock lock)
            throws IOException {
        long start = System.nanoTime();
        folder.refuseOtherOwner();
        PostgresBinaries binaries = PostgresBinaries.in(runtimeFolder.toAbsolutePath());
        String version = binaries.version();
        new FirstStart(binaries, folder).ensure();
        refuseOtherMajorVersion(folder, version);
        Credentials credentials = Credentials.read(folder.credentials());

        PostgresServer server = new PostgresServer(binaries, folder);
        server.running()
                .ifPresent(orphan -> LOG.info(
                        "Stopping PostgreSQL {} on {}, left by a process that was killed",
                        orphan.pid(),
                        folder.root()));
        server.stop();
        ClusterSettings.write(folder.cluster());
        PostmasterFile postmaster = server.start();
        EmbeddedDatabase database =
                new EmbeddedDatabase(folder, postmaster.port(), credentials, new Ownership(server, lock));
        boolean safe = false;
        try {
            RequiredSettings.check(database.url(), credentials.owner());
            RequiredSettings.check(database.url(), credentials.application());
            safe = true;
        } finally {
            if (!safe) {
                server.stop();
            }
        }
        LOG.info(
                "PostgreSQL {} runs on port {} with the data in {} (after {} ms)",
                version,
                postmaster.port(),
                folder.root(),
                (System.nanoTime() - start) / 1_000_000);
        return database;
    }

    private static void refuseOtherMajorVersion(DataFolder folder, String ours) throws IOException {
        Path file = folder.cluster().resolve("PG_VERSION");
        if (Files.notExists(file)) {
            throw new DataFolderUnusableException("No PostgreSQL data found in " + folder.cluster() + ".");
        }
        String theirs = Files.readString(file).strip();
        if (!ours.substring(0, ours.indexOf('.')).equals(theirs)) {
            throw new DataFolderUnusableException("The data in " + folder.root() + " was created by PostgreSQL "
                    + theirs + ", and this is PostgreSQL " + ours
                    + ": migrate it with dump and restore, or pg_upgrade.");
        }
    }

    /** The URL of the database {@code docket}; contains parameters, but neither user nor password. */
    public String url() {
        return url(NAME);
    }

    /** The URL of another database of the same server, such as one created by a test. */
    public String url(String database) {
        // The client sends only a proof of the password, in case another program listens on that port now.
        return "jdbc:postgresql://" + ClusterSettings.LISTEN_ADDRESS + ":" + port + "/" + database
                + "?sslmode=disable&requireAuth=scram-sha-256";
    }

    /** {@code docket_owner}: owns the database and may create roles, for migrations. Not a superuser. */
    public Login owner() {
        return credentials.owner();
    }

    /** {@code docket_app}: owns nothing and is subject to row-level security, for the service. */
    public Login application() {
        return credentials.application();
    }

    /** {@code postgres}: for repairs, and for tests that create databases. The service does not use it. */
    public Login superuser() {
        return credentials.superuser();
    }

    /**
     * From now on, starts PostgreSQL again whenever it ends; that is noticed within two seconds. Its URL and its logins
     * remain the same. Has no effect if another process runs the server.
     *
     * @param lost is run on another thread if it cannot be started again: this database will not be available any more
     */
    public synchronized void keepRunning(Runnable lost) {
        if (ownership != null && watch == null && !closed) {
            watch = new PostgresWatch(ownership.server(), port, lost);
        }
    }

    /** Whether another process runs the server. */
    public boolean isAttached() {
        return ownership == null;
    }

    /**
     * Stops PostgreSQL, unless another process runs it: open transactions are rolled back, committed ones are on disk.
     * Returns after it has ended; a second call has no effect.
     *
     * @throws EmbeddedDatabaseException if it cannot be stopped
     */
    @Override
    public synchronized void close() {
        if (closed || ownership == null) {
            return;
        }
        closed = true;
        if (watch != null) {
            watch.close();
        }
        try {
            ownership.server().stop();
        } finally {
            ownership.lock().close();
        }
        LOG.info("PostgreSQL stopped, with the data in {}", folder.root());
    }
}
