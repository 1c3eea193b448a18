package dev.docket.server.bench;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Repeatedly collects the garbage of the server, and measures the remaining heap. */
final class HeapWatch {

    private final ServerUnderTest server;
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final Thread thread = new Thread(this::watch, "heap-watch");
    private volatile double most = Double.NaN;

    HeapWatch(ServerUnderTest server) {
        this.server = server;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!isEnding.get() && server.collectGarbage()) {
                most = Double.isNaN(most) ? server.heap() : Math.max(most, server.heap());
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns the largest remaining heap in MiB; NaN: it was never measured. */
    double end() throws InterruptedException {
        isEnding.set(true);
        thread.join();
        return most;
    }
}
