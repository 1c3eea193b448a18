package dev.docket.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcIssuerTest {

    private static final String KEYS = """
            {"keys": [{"kty": "oct", "kid": "k", "k": "AAAA"}]}""";

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(workers);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        workers.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static HttpHandler answer(int status, String body) {
        return exchange -> {
            begin(exchange, status, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        };
    }

    private static void begin(HttpExchange exchange, int status, int length) throws IOException {
        exchange.sendResponseHeaders(status, length);
    }

    private JWKSet fetch() throws InterruptedException, ExecutionException {
        return fetch(URI.create(url("/keys")));
    }

    private JWKSet fetch(URI keysUrl) throws InterruptedException, ExecutionException {
        return fetch(keysUrl, Wait.PATIENCE);
    }

    private JWKSet fetch(URI keysUrl, Duration patience) throws InterruptedException, ExecutionException {
        CompletableFuture<JWKSet> keys =
                new OidcIssuer(new OidcSettings(url(""), "docket", keysUrl), patience).fetchKeys();
        return keys.get();
    }

    @Test
    void hasItsKeysWhereItWasSaid() throws InterruptedException, ExecutionException {
        server.createContext("/keys", answer(200, KEYS));

        assertThat(fetch().getKeyByKeyId("k")).isNotNull();
    }

    @Test
    void hasItsKeysWhereItsDiscoveryDocumentSays() throws InterruptedException, ExecutionException {
        server.createContext("/keys", answer(200, KEYS));
        server.createContext("/.well-known/openid-configuration", answer(200, """
                {"issuer": "%s", "jwks_uri": "%s"}""".formatted(url(""), url("/keys"))));

        assertThat(fetch(null).getKeyByKeyId("k")).isNotNull();
    }

    @Test
    void isNotAnotherOne() {
        server.createContext("/.well-known/openid-configuration", answer(200, """
                {"issuer": "https://id.example.com", "jwks_uri": "%s"}""".formatted(url("/keys"))));

        assertThatThrownBy(() -> fetch(null)).hasMessageContaining("another issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"issuer\": \"%s\"}",
                "{\"issuer\": \"%s\", \"jwks_uri\": \"http://id.example.com/keys\"}",
                "{\"issuer\": \"%s\", \"jwks_uri\": \"file:///etc/passwd\"}",
                "{\"issuer\": \"%s\", \"jwks_uri\": 7}",
                "[]",
                "<html>"
            })
    void mustSayWhereItsKeysAre(String discovery) {
        server.createContext("/.well-known/openid-configuration", answer(200, discovery.replace("%s", url(""))));

        assertThatThrownBy(() -> fetch(null)).isInstanceOf(ExecutionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"keys\": 7}", "{\"keys\": [7]}"})
    void mustHaveKeys(String body) {
        server.createContext("/keys", answer(200, body));

        assertThatThrownBy(this::fetch).isInstanceOf(ExecutionException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 503})
    void mustAnswerAtOnce(int status) {
        server.createContext("/other", answer(200, KEYS));
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Location", url("/other"));
            answer(status, KEYS).handle(exchange);
        });

        assertThatThrownBy(this::fetch).hasMessageContaining("responded with " + status);
    }

    @Test
    void mustNotSayTooMuch() {
        server.createContext("/keys", answer(200, KEYS + " ".repeat(OidcIssuer.MAX_BYTES)));

        assertThatThrownBy(this::fetch).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mustNotBeSlow(boolean begins) throws InterruptedException, ExecutionException {
        // The first exchange of a process takes longer than the patience below.
        server.createContext("/warm", answer(200, KEYS));
        fetch(URI.create(url("/warm")));
        CountDownLatch cut = new CountDownLatch(1);
        server.createContext("/keys", exchange -> {
            if (begins) {
                begin(exchange, 200, 0);
                try {
                    while (!end.await(20, TimeUnit.MILLISECONDS)) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                    }
                } catch (IOException gone) {
                    cut.countDown();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            } else {
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        });

        assertThatThrownBy(() -> fetch(URI.create(url("/keys")), Duration.ofSeconds(2)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("Timeout");
        if (begins) {
            Wait.on(cut);
        }
    }
}
