package dev.docket.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);

    @Test
    void readsBodiesOfAKnownLengthAndChunksOneAfterTheOther() throws Exception {
        try (Answers answers = new Answers(List.of(
                        "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nfirst",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n"));
                HttpConnection connection = new HttpConnection(answers.uri())) {
            assertThat(connection.exchange(REQUEST)).isEqualTo(201);
            assertThat(connection.body()).isEqualTo("first");
            assertThat(connection.exchange(REQUEST)).isEqualTo(200);
            assertThat(connection.body()).isEqualTo("second");
        }
    }

    @Test
    void connectsAgainAfterTheServerHasClosed() throws Exception {
        try (Answers answers = new Answers(
                        List.of("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
                        List.of("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK"));
                HttpConnection connection = new HttpConnection(answers.uri())) {
            assertThat(connection.exchange(REQUEST)).isEqualTo(400);
            assertThat(connection.exchange(REQUEST)).isEqualTo(200);
            assertThat(connection.body()).isEqualTo("OK");
        }
    }

    @Test
    void saysThatAnAnswerWasCutOff() throws Exception {
        try (Answers answers = new Answers(List.of("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
                HttpConnection connection = new HttpConnection(answers.uri())) {
            assertThatThrownBy(() -> connection.exchange(REQUEST)).isInstanceOf(EOFException.class);
        }
    }

    /** Sends the given responses, one connection after the other, and closes each. */
    private static final class Answers implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        @SafeVarargs
        private Answers(List<String>... connections) throws IOException {
            CompletableFuture.runAsync(() -> {
                for (List<String> answers : connections) {
                    try (Socket client = socket.accept()) {
                        for (String answer : answers) {
                            client.getInputStream().readNBytes(REQUEST.length);
                            client.getOutputStream().write(answer.getBytes(US_ASCII));
                        }
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private URI uri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
