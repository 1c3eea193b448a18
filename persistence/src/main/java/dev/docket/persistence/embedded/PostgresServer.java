package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops PostgreSQL on the data directory of a data folder whose lock the caller holds. */
final class PostgresServer {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    /** After a crash the server first replays its log, which can take long; a start that fails is noticed at once. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    /** A fast stop writes what is in memory to the disk. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** Time for a process to exit after it has done everything. */
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** A port that is free now may be taken a moment later. */
    private static final int PORTS_TO_TRY = 5;

    /** How a line begins that only tells of a client that came too early. */
    private static final String REFUSED_MEANWHILE = "the database system is ";

    private static final long LARGE_LOG_BYTES = 10 << 20;

    private final PostgresBinaries binaries;
    private final DataFolder folder;

    PostgresServer(PostgresBinaries binaries, DataFolder folder) {
        this.binaries = binaries;
        this.folder = folder;
    }

    /** The server that runs on the data directory, even if another process started it. */
    Optional<PostmasterFile> running() {
        return PostmasterFile.read(folder.cluster()).filter(PostmasterFile::isAlive);
    }

    /** Starts the server on a free port; none must be running. Returns when it accepts connections. */
    PostmasterFile start() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            try {
                return start(port);
            } catch (EmbeddedDatabaseException e) {
                if (attempt == PORTS_TO_TRY || isFree(port)) {
                    throw e;
                }
            }
        }
    }

    /** Like {@link #start()}, on a port of the caller's choice. */
    PostmasterFile start(int port) throws IOException {
        removeForeignPostmasterFile();
        setLargeLogAside();
        long logSize = Files.exists(folder.serverLog()) ? Files.size(folder.serverLog()) : 0;
        try {
            pgCtl("start", "-l", folder.serverLog().toString(), "-t", seconds(START_LIMIT), "-o", "-p " + port);
            return running()
                    .orElseThrow(() -> new EmbeddedDatabaseException(
                            "PostgreSQL stopped right after it was started; see " + folder.serverLog() + "."));
        } catch (EmbeddedDatabaseException e) {
            stop();
            throw new EmbeddedDatabaseException("PostgreSQL did not start: " + lastFatal(logSize, e), e);
        }
    }

    /** Stops the server cleanly if one runs; if that fails, kills it. Returns when all its processes have ended. */
    void stop() {
        if (running().isPresent()) {
            stopServer();
        }
        endLeftBehind();
    }

    private void stopServer() {
        try {
            pgCtl("stop", "-m", "fast", "-t", seconds(STOP_LIMIT));
        } catch (EmbeddedDatabaseException e) {
            if (running().isEmpty()) {
                return; // it was stopping already
            }
            LOG.warn(
                    "PostgreSQL on {} did not stop cleanly and is stopped immediately: {}",
                    folder.root(),
                    e.getMessage());
            pgCtl("stop", "-m", "immediate", "-t", seconds(STOP_LIMIT));
        }
    }

    /**
     * Ends processes that a killed server left behind. If only the server process was killed, a process that runs a
     * statement continues to its end, and no server can start meanwhile. No client receives its result, so ending it is
     * a crash like any other.
     *
     * <p>Polls the list of processes rather than waiting for the exit of each: in a container whose first process does
     * not reap dead processes, they never exit.
     */
    private void endLeftBehind() {
        long start = System.nanoTime();
        List<ProcessHandle> left = PostgresProcess.all(folder.cluster());
        while (!left.isEmpty()) {
            long waited = System.nanoTime() - start;
            if (waited > STOP_LIMIT.toNanos()) {
                throw new EmbeddedDatabaseException(
                        "Process " + left.get(0).pid() + " of a PostgreSQL on " + folder.root() + " cannot be killed.");
            }
            if (waited > EXIT_LIMIT.toNanos()) {
                LOG.warn("Killing the remaining processes of a PostgreSQL on {}: {}", folder.root(), left);
                left.forEach(ProcessHandle::destroyForcibly);
            }
            pause();
            left = PostgresProcess.all(folder.cluster());
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("Interrupted while PostgreSQL on " + folder.root() + " ends.", e);
        }
    }

    private void pgCtl(String action, String... options) {
        String[] arguments = new String[options.length + 5];
        arguments[0] = action;
        arguments[1] = "-D";
        arguments[2] = folder.cluster().toString();
        arguments[3] = "-s";
        arguments[4] = "-w";
        System.arraycopy(options, 0, arguments, 5, options.length);
        PostgresCommand.of(binaries, "pg_ctl", arguments).run();
    }

    /**
     * Removes a stale {@code postmaster.pid}. PostgreSQL removes the file of a dead server, but takes any live process
     * with that id for a server.
     */
    private void removeForeignPostmasterFile() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(folder.cluster());
        boolean numberIsAnothers = file.filter(PostmasterFile::processExists).isPresent()
                && running().isEmpty();
        boolean unreadable = file.isEmpty();
        if (numberIsAnothers || unreadable) {
            Files.deleteIfExists(PostmasterFile.path(folder.cluster()));
        }
    }

    private void setLargeLogAside() throws IOException {
        Path log = folder.serverLog();
        if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ClusterSettings.LISTEN_ADDRESS))) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(ClusterSettings.LISTEN_ADDRESS))) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // not free, which is the result
        }
    }

    private String lastFatal(long logSizeBefore, EmbeddedDatabaseException otherwise) throws IOException {
        if (Files.notExists(folder.serverLog())) {
            return otherwise.getMessage();
        }
        try (FileChannel log = FileChannel.open(folder.serverLog())) {
            String news = new String(
                    Channels.newInputStream(log.position(logSizeBefore)).readAllBytes(), UTF_8);
            return news.lines()
                    .filter(line -> line.contains("FATAL:") && !line.contains(REFUSED_MEANWHILE))
                    .reduce((earlier, later) -> later)
                    .map(line -> line.substring(line.indexOf("FATAL:") + "FATAL:".length())
                            .strip())
                    .orElse(otherwise.getMessage());
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
