package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that is not strictly HTTP/1.1 gets one response and the end of the connection, and runs nothing. */
class MalformedRequestTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /** Follows each case: if the framing were misread, this would run as a request of its own. */
    private static final String SMUGGLED = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                // request line
                refused("HTTP/0.9", 400, "GET /hello\r\n"),
                refused("HTTP/0.9 with an empty line", 400, "GET /hello\r\n\r\n"),
                refused("HTTP/2.0", 400, "GET /hello HTTP/2.0\r\n" + HOST + "\r\n"),
                refused("HTTP/1.2", 400, "GET /hello HTTP/1.2\r\n" + HOST + "\r\n"),
                refused("lower-case version", 400, "GET /hello http/1.1\r\n" + HOST + "\r\n"),
                refused("HTTP/2 preface", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                refused("TLS", 400, "\u0016\u0003\u0001\u0002\u0000"),
                refused("two spaces", 400, "GET  /hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("tab for a space", 400, "GET\t/hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("method no token", 400, "G(T /hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("empty line first", 400, "\r\nGET /hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("bare LF", 400, "GET /hello HTTP/1.1\nHost: localhost\n\n"),
                refused("TRACE", 405, "TRACE /hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused(
                        "TRACE with a body",
                        405,
                        "TRACE /hello HTTP/1.1\r\n" + HOST + "Content-Length: " + SMUGGLED.length() + "\r\n\r\n"),
                refused("CONNECT", 405, "CONNECT localhost:80 HTTP/1.1\r\n" + HOST + "\r\n"),
                // target
                refused("percent garbage", 400, "GET /hello%zz HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("percent at the end", 400, "GET /hello% HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("half a percent at the end", 400, "GET /hello%4 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("percent garbage in the query", 400, "GET /hello?q=%g1 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("backslash", 400, "GET /hello\\.. HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("backslash in the query", 400, "GET /hello?q=\\ HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("encoded NUL", 400, "GET /hello/%00 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("no UTF-8", 400, "GET /hello/%ff HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("encoded surrogate", 400, "GET /hello/%ed%a0%80 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("raw UTF-8", 400, "GET /hello/\u00c3\u00a9 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("fragment", 400, "GET /hello#a HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("no path", 400, "GET hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("asterisk", 400, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("another host in the target", 400, "GET http://evil/hello HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("https in the target", 400, "GET https://localhost/hello HTTP/1.1\r\n" + HOST + "\r\n"),
                // Host and headers with an effect
                refused("no Host", 400, "GET /hello HTTP/1.1\r\nAccept: */*\r\n\r\n"),
                refused("no headers", 400, "GET /hello HTTP/1.1\r\n\r\n"),
                refused("empty Host", 400, "GET /hello HTTP/1.1\r\nHost:\r\n\r\n"),
                refused("two Hosts", 400, "GET /hello HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                refused("Host with a path", 400, "GET /hello HTTP/1.1\r\nHost: localhost/a\r\n\r\n"),
                refused("Host with user info", 400, "GET /hello HTTP/1.1\r\nHost: a@localhost\r\n\r\n"),
                refused("Host that no URI takes", 400, "GET /hello HTTP/1.1\r\nHost: a_b\r\n\r\n"),
                refused("Host with a tab", 400, "GET /hello HTTP/1.1\r\nHost: localhost\t\r\n\r\n"),
                refused("port too large", 400, "GET /hello HTTP/1.1\r\nHost: localhost:65536\r\n\r\n"),
                twice("Authorization: Bearer a"),
                twice("x-account-id: 1"),
                twice("Content-Type: application/json"),
                twice("Content-Length: 0"),
                twice("Idempotency-Key: a"),
                refused(
                        "two of a name in other letters",
                        400,
                        "GET /hello HTTP/1.1\r\n" + HOST + "x-account-id: 1\r\nX-ACCOUNT-ID: 2\r\n\r\n"),
                // header syntax
                refused("space before the colon", 400, "GET /hello HTTP/1.1\r\nHost : localhost\r\n\r\n"),
                refused(
                        "space before the colon of a length",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length : 5\r\n\r\n"),
                refused("no colon", 400, "GET /hello HTTP/1.1\r\n" + HOST + "Accept\r\n\r\n"),
                refused("no name", 400, "GET /hello HTTP/1.1\r\n" + HOST + ": a\r\n\r\n"),
                refused("name no token", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X(a): b\r\n\r\n"),
                refused("folded", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\r\n c\r\n\r\n"),
                refused("space before the first header", 400, "GET /hello HTTP/1.1\r\n " + HOST + "\r\n"),
                refused("NUL", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\u0000c\r\n\r\n"),
                refused("bare CR", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\rc\r\n\r\n"),
                refused("bare CR before CR LF", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\r\r\n\r\n"),
                refused("escape", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\u001b[1m\r\n\r\n"),
                refused("delete", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: \u007f\r\n\r\n"),
                refused("LF in a header", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\nX-B: c\r\n\r\n"),
                refused(
                        "headers over 16 KiB",
                        431,
                        "GET /hello HTTP/1.1\r\n" + HOST + "X-A: " + "a".repeat(16 * 1024) + "\r\n\r\n"),
                refused("endless target", 431, "GET /" + "a".repeat(17 * 1024)),
                refused("101 headers", 431, "GET /hello HTTP/1.1\r\n" + HOST + "X-A: b\r\n".repeat(100) + "\r\n"),
                // framing
                refused(
                        "two lengths",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nContent-Length: 0\r\n\r\n"),
                refused("list of lengths", 400, "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 0, 0\r\n\r\n"),
                refused("signed length", 400, "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: +5\r\n\r\n"),
                refused("negative length", 400, "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n"),
                refused("hexadecimal length", 400, "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 0x5\r\n\r\n"),
                refused("no length", 400, "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length:\r\n\r\n"),
                refused(
                        "length beyond a long",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 18446744073709551621\r\n\r\n"),
                refused(
                        "length and chunked",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n" + CHUNKED + "\r\n0\r\n\r\n"),
                refused(
                        "chunked and length",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + CHUNKED + "Content-Length: 5\r\n\r\n0\r\n\r\n"),
                refused(
                        "two encodings",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                refused("chunked twice", 400, "POST /echo HTTP/1.1\r\n" + HOST + CHUNKED + CHUNKED + "\r\n0\r\n\r\n"),
                refused(
                        "like chunked",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n"),
                refused(
                        "chunked with a tab",
                        400,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: \tchunked\r\n\r\n0\r\n\r\n"),
                refused("identity", 400, "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: identity\r\n\r\n"),
                refused("chunked in HTTP/1.0", 400, "POST /echo HTTP/1.0\r\n" + HOST + CHUNKED + "\r\n0\r\n\r\n"),
                refused("GET with a body", 400, "GET /hello HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello"),
                refused(
                        "DELETE with a chunked body",
                        400,
                        "DELETE /hello HTTP/1.1\r\n" + HOST + CHUNKED + "\r\n0\r\n\r\n"),
                refused(
                        "unknown method with a body",
                        400,
                        "X /hello HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello"),
                refused(
                        "encoded body",
                        415,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
                refused(
                        "too long a body",
                        413,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1048577\r\n\r\nhello"),
                refused(
                        "too long a body that waits to be asked for",
                        413,
                        "POST /echo HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 1048577\r\n\r\n"),
                refused("other expectation", 400, "GET /hello HTTP/1.1\r\n" + HOST + "Expect: 200-ok\r\n\r\n"),
                // chunks
                chunks("no hexadecimal size", "5g\r\nhello\r\n0\r\n\r\n"),
                chunks("signed size", "-5\r\nhello\r\n0\r\n\r\n"),
                chunks("prefixed size", "0x5\r\nhello\r\n0\r\n\r\n"),
                chunks("no size", "\r\n\r\n"),
                chunks("only an extension", ";a\r\n\r\n"),
                chunks("space before the size", " 5\r\nhello\r\n0\r\n\r\n"),
                chunks("space after the size", "5 \r\nhello\r\n0\r\n\r\n"),
                chunks("LF after the size", "5\nhello\r\n0\r\n\r\n"),
                chunks("LF in an extension", "5;a\nb\r\nhello\r\n0\r\n\r\n"),
                chunks("longer than it says", "5\r\nhello!\r\n0\r\n\r\n"),
                chunks("LF after a chunk", "5\r\nhello\n0\r\n\r\n"),
                chunks("LF at the end", "5\r\nhello\r\n0\r\n\n"),
                chunks("size beyond a long", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
                chunks("endless size", "0".repeat(300)),
                chunks("trailer", "5\r\nhello\r\n0\r\nx-account-id: 2\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("requests")
    void isRefused(String name, int status, String request) throws IOException {
        int ranBefore = server.application.ran().size();
        try (RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(request + SMUGGLED).read();

            assertThat(answer.status()).isEqualTo(status);
            assertIsProblem(answer);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(server.application.ran()).hasSize(ranBefore);
    }

    @Test
    void isRefusedWhereverItIsSplit() throws IOException {
        String request =
                "POST /echo HTTP/1.1\r\n" + HOST + CHUNKED + "\r\n5;a=b\r\nhello\r\n0\r\nx-account-id: 2\r\n\r\n";
        for (int split = 1; split < request.length(); split++) {
            try (RawClient client = server.connect()) {
                client.send(request.substring(0, split));
                RawClient.Answer answer = client.send(request.substring(split)).read();

                assertThat(answer.status()).as("split at %d", split).isEqualTo(400);
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void isAnsweredAfterTheRequestsBeforeIt() throws IOException {
        try (RawClient client = server.connect()) {
            client.send(SMUGGLED + "GET /bad%zz HTTP/1.1\r\n" + HOST + "\r\n" + SMUGGLED);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void namesItsPathAndRequestId() throws IOException {
        try (RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(
                            "GET /hello?secret=%zz HTTP/1.1\r\n" + HOST + "X-Request-Id: mine\r\n\r\n")
                    .read();

            assertThat(answer.header("x-request-id")).isEqualTo("mine");
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"type\":\"urn:docket:problem:malformed-request\",\"title\":\"The request is malformed\","
                                    + "\"status\":400,\"detail\":\"a percent sign in the target must be followed by two hexadecimal"
                                    + " digits\",\"instance\":\"/hello\",\"requestId\":\"mine\"}");
        }
    }

    @Test
    void hasNoBodyInAnswerToHead() throws IOException {
        try (RawClient client = server.connect()) {
            assertThat(client.send("HEAD /%zz HTTP/1.1\r\n" + HOST + "\r\n")
                            .readHead()
                            .status())
                    .isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    static void assertIsProblem(RawClient.Answer answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"urn:docket:problem:")
                .contains("\"status\":" + answer.status())
                .contains("\"requestId\":\"" + answer.header("x-request-id") + "\"")
                .endsWith("}")
                .doesNotContainIgnoringCase("grizzly")
                .doesNotContain("dev.docket", "Exception", "<");
        assertThat(answer.headers("x-request-id")).hasSize(1);
        assertThat(answer.headers("server")).isEmpty();
        assertThat(answer.headers("x-powered-by")).isEmpty();
    }

    private static Arguments refused(String name, int status, String request) {
        return Arguments.of(name, status, request);
    }

    private static Arguments twice(String header) {
        return refused(
                "two of " + header, 400, "POST /echo HTTP/1.1\r\n" + HOST + header + "\r\n" + header + "\r\n\r\n");
    }

    private static Arguments chunks(String name, String body) {
        return refused("chunks: " + name, 400, "POST /echo HTTP/1.1\r\n" + HOST + CHUNKED + "\r\n" + body);
    }
}
