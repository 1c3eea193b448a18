package dev.docket.server.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.docket.server.security.OidcSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of OIDC tokens, with a server for its discovery document and its keys. Thread-safe. */
public final class Issuer implements AutoCloseable {

    public static final String AUDIENCE = "docket";

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile JWKSet keys = new JWKSet();
    private volatile boolean isDown;

    private Issuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(workers);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer": "%s", "jwks_uri": "%s/keys"}""".formatted(url(), url())));
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, keys.toString(true));
        });
        server.start();
    }

    public static Issuer start() {
        try {
            return new Issuer();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(isDown ? 502 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings that find the keys through the discovery document. */
    public OidcSettings settings() {
        return new OidcSettings(url(), AUDIENCE, null);
    }

    /** Replaces its keys. */
    public void publish(JWK... published) {
        keys = new JWKSet(List.of(published));
    }

    public void goDown() {
        isDown = true;
    }

    public void comeBack() {
        isDown = false;
    }

    /** How often its keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** Claims of an administrator of the demo's account, for five minutes. */
    public JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("f3b1-ana")
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("name", "Ana Ortiz")
                .claim("docket_accounts", List.of("2311"))
                .claim("roles", List.of("admin"));
    }

    public static String sign(JWTClaimsSet claims, JWK key, JWSAlgorithm algorithm) {
        return sign(
                claims,
                key,
                new JWSHeader.Builder(algorithm)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(key.getKeyID())
                        .build());
    }

    public static String sign(JWTClaimsSet claims, JWK key, JWSHeader header) {
        try {
            JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm());
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
