package dev.docket.server.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Fetches documents from an issuer's server, which may be slow, send too much, or send anything. Thread-safe. */
final class OidcIssuer {

    /** Maximum size of a document in bytes. */
    static final int MAX_BYTES = 256 * 1024;

    private final OidcSettings settings;
    private final Duration patience;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /** @param patience time limit for one document, to its last byte */
    OidcIssuer(OidcSettings settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /** Fetches the issuer's public keys; fails if they are unavailable or untrustworthy. */
    CompletableFuture<JWKSet> fetchKeys() {
        CompletableFuture<URI> url = settings.keysUrl() == null
                ? fetch(settings.discoveryUrl()).thenApply(this::keysUrl)
                : CompletableFuture.completedFuture(settings.keysUrl());
        return url.thenCompose(this::fetch).thenApply(OidcIssuer::keys);
    }

    private URI keysUrl(String discovery) {
        try {
            Map<String, Object> document = JSONObjectUtils.parse(discovery);
            if (!settings.issuer().equals(JSONObjectUtils.getString(document, "issuer"))) {
                throw new IOException("the discovery document belongs to another issuer");
            }
            URI url = JSONObjectUtils.getURI(document, "jwks_uri");
            if (url == null || !OidcSettings.isSafe(url)) {
                throw new IOException("jwks_uri in the discovery document is not an https URL");
            }
            return url;
        } catch (ParseException | IOException unusable) {
            throw new CompletionException(unusable);
        }
    }

    private static JWKSet keys(String document) {
        try {
            return JWKSet.parse(document);
        } catch (ParseException unusable) {
            throw new CompletionException(unusable);
        }
    }

    private CompletableFuture<String> fetch(URI url) {
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(
                HttpRequest.newBuilder(url).header("Accept", "application/json").build(),
                head -> new LimitedBody(MAX_BYTES));
        CompletableFuture<String> text = exchange.thenApply(response -> {
                    if (response.statusCode() != 200) {
                        throw new CompletionException(
                                new IOException(url + " responded with " + response.statusCode()));
                    }
                    return new String(response.body(), StandardCharsets.UTF_8);
                })
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        // Cancels a response that is still being received.
        return text.whenComplete((read, failure) -> exchange.cancel(true));
    }
}
