package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.cli.Terminal.Output;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCommandTest {

    private static Output health(String host, int port) {
        return Terminal.plain()
                .with("DOCKET_MANAGEMENT_HOST", host)
                .with("DOCKET_MANAGEMENT_PORT", String.valueOf(port))
                .run("health");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "localhost"})
    void printsTheResponseOfAServerThatIsReady(String host) {
        try (RunningServer server = RunningServer.start()) {
            Wait.until(() -> health(host, server.managementUri().getPort()).exitCode() == 0);

            assertThat(health(host, server.managementUri().getPort()))
                    .isEqualTo(new Output(0, List.of("{\"status\":\"up\"}"), List.of()));
        }
    }

    @Test
    void failsWithTheResponseOfAServerThatIsNotReady() {
        try (RunningServer server = RunningServer.start()) {
            server.database.close();

            Output output = health("127.0.0.1", server.managementUri().getPort());

            assertThat(output.exitCode()).isEqualTo(1);
            assertThat(output.err()).isEmpty();
            assertThat(output.out()).singleElement().asString().contains("service-unavailable", "database");
        }
    }

    @Test
    void failsInOneLineIfNoServerResponds() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(health("127.0.0.1", port))
                .isEqualTo(new Output(1, List.of(), List.of("docket: no server responds on 127.0.0.1:" + port)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void rejectsAPortThatDoesNotExist(int port) {
        assertThat(health("127.0.0.1", port))
                .isEqualTo(new Output(
                        2,
                        List.of(),
                        List.of("docket: --management-port (DOCKET_MANAGEMENT_PORT) must be 1 to 65535, not " + port)));
    }
}
