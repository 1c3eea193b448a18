package dev.docket.server.cli;

import dev.docket.server.testing.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code docket serve --demo} as a process of its own, and its output. */
final class DemoServer {

    private final ServerProcess process;

    private DemoServer(ServerProcess process) {
        this.process = process;
    }

    /** Returns once it has printed how to try it. */
    static DemoServer start(Path dataFolder, String token) {
        return new DemoServer(ServerProcess.start(
                "  Try ", Map.of("DOCKET_DEMO_TOKEN", token), "--demo", "--data-dir", dataFolder.toString()));
    }

    /** Everything on its standard output. */
    List<String> printed() {
        return process.printed();
    }

    /** The value after this label. */
    String told(String label) {
        return printed().stream()
                .filter(line -> line.startsWith("  " + label + " "))
                .map(line -> line.substring(label.length() + 2).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + label + " in " + printed()));
    }

    URI uri() {
        return URI.create(told("Docs").split(" ")[0]).resolve("/");
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to stop with SIGTERM, as an operating system does, and waits for its end. */
    int stop() throws InterruptedException {
        return process.stop();
    }

    boolean isRunning() {
        return process.isRunning();
    }
}
