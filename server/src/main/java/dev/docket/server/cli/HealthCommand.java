package dev.docket.server.cli;

import dev.docket.server.ServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** For health checks of containers, in an image that has neither a shell nor curl. */
@Command(
        name = "health",
        description = {
            "Ask the server on this machine whether it is ready.",
            "Prints the response of /health/ready of its management port. The exit code is 0 if it is ready, else 1."
        },
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

    /** More than the server's own checks take together. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int MAX_BYTES = 65_536;

    @Option(
            names = "--management-host",
            description = "Address of the server's management port. Default: ${DEFAULT-VALUE}.",
            defaultValue = ServerSettings.DEFAULT_HOST)
    private String host = ServerSettings.DEFAULT_HOST;

    @Option(
            names = "--management-port",
            description = "The server's port for health and metrics. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + ServerSettings.DEFAULT_MANAGEMENT_PORT)
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (port < 1 || port > 65_535) {
            throw new WrongValueException("--management-port (DOCKET_MANAGEMENT_PORT) must be 1 to 65535, not " + port);
        }
        HttpURLConnection request = (HttpURLConnection)
                new URL("http", reachable(host), port, "/health/ready").openConnection(Proxy.NO_PROXY);
        request.setConnectTimeout((int) PATIENCE.toMillis());
        request.setReadTimeout((int) PATIENCE.toMillis());
        try {
            boolean ready = request.getResponseCode() == HttpURLConnection.HTTP_OK;
            spec.commandLine().getOut().println(TerminalText.of(body(request, ready)));
            return ready ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException failure) {
            spec.commandLine()
                    .getErr()
                    .println("docket: no server responds on "
                            + TerminalText.of(request.getURL().getAuthority()));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static String body(HttpURLConnection request, boolean ready) throws IOException {
        try (InputStream body = ready ? request.getInputStream() : request.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    /** A server that listens on every address is reached on the loopback address. */
    private static String reachable(String host) throws IOException {
        return InetAddress.getByName(host).isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : host;
    }
}
