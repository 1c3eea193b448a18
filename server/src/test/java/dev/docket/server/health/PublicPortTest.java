package dev.docket.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicPortTest {

    @Test
    void hasNoProblemWithAServerThatResponds() throws IOException {
        try (RunningServer server = RunningServer.startEmpty()) {
            assertThat(PublicPort.at("127.0.0.1", server.uri().getPort()).get()).isEmpty();
            // As a server that listens on every address.
            assertThat(PublicPort.at("0.0.0.0", server.uri().getPort()).get()).isEmpty();
        }
    }

    @Test
    void hasOneWithAPortThatIsClosed() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        assertThat(PublicPort.at("127.0.0.1", port).get()).contains("the public port does not respond");
    }

    /** The system accepts the connection, and no program reads from it. */
    @Test
    void hasOneWithAPortThatAcceptsAndIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(PublicPort.at("127.0.0.1", silent.getLocalPort()).get())
                    .contains("the public port does not respond");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 503 Service Unavailable, the public port responds with 503",
        "HTTP/1.1 500 Internal Server Error, the public port responds with 500",
        "HTTP/1.1 404 Not Found, the public port responds with 404",
        "hello, the public port does not respond"
    })
    void hasOneWithAnythingButSuccess(String line, String problem) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread response = new Thread(() -> respond(server, line + "\r\nContent-Length: 0\r\n\r\n"));
            response.start();
            assertThat(PublicPort.at("127.0.0.1", server.getLocalPort()).get()).contains(problem);
        }
    }

    private static void respond(ServerSocket server, String response) {
        while (true) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
