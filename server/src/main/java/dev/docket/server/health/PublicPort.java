package dev.docket.server.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Requests the public port as a client does, on a connection of its own: nothing within the process shows whether the
 * port still accepts connections and has a free worker.
 */
public final class PublicPort implements Supplier<Optional<String>> {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String SILENT = "the public port does not respond";

    /** The status of a response that is not HTTP. */
    private static final int NO_HTTP = -1;

    private final URI liveness;

    private PublicPort(URI liveness) {
        this.liveness = liveness;
    }

    /** @param host the address that the port listens on */
    public static PublicPort at(String host, int port) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        String reachable = (address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address).getHostAddress();
        try {
            return new PublicPort(new URI("http", null, reachable, port, "/health/live", null, null));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is wrong with the port; empty if it responds. */
    @Override
    public Optional<String> get() {
        try {
            HttpURLConnection connection = (HttpURLConnection) liveness.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            connection.setRequestProperty("Accept", "application/json");
            connection.setRequestProperty("Connection", "close");
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            return Optional.of(status == NO_HTTP ? SILENT : "the public port responds with " + status);
        } catch (IOException silent) {
            return Optional.of(SILENT);
        }
    }
}
