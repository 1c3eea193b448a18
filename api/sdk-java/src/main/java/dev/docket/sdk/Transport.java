package dev.docket.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends requests, and sends them again where that is safe and may help. */
final class Transport {

    private final URI baseUrl;
    private final @Nullable String account;
    private final Duration timeout;
    private final HttpClient http;
    private final Supplier<@Nullable String> token;
    private final List<Consumer<HttpRequest.Builder>> interceptors;
    private final Retries retries;

    Transport(Docket.Builder settings) {
        baseUrl = settings.baseUrl;
        account = settings.account;
        timeout = settings.timeout;
        http = settings.http.build();
        token = settings.token;
        interceptors = List.copyOf(settings.interceptors);
        retries = new Retries(settings.maxRetries);
    }

    /** @param <T> what is read from a response */
    interface Reader<T> {
        T read(HttpResponse<InputStream> response) throws IOException;
    }

    Request request(String method, String path, RequestOptions<?> options) {
        return new Request(this, method, path, options);
    }

    URI baseUrl() {
        return baseUrl;
    }

    Duration timeout() {
        return timeout;
    }

    String account() {
        if (account == null) {
            throw new IllegalStateException("this operation needs an account: set it for the client or in the options");
        }
        return account;
    }

    /** What fails while the reader reads is a failure of the attempt, too. */
    <T> T send(Request request, Reader<T> reader) {
        for (int attempt = 0; ; attempt++) {
            DocketException failure;
            try {
                HttpResponse<InputStream> response =
                        http.send(prepared(request), head -> new ResponseBody(request.timeout()));
                if (response.statusCode() / 100 == 2) {
                    return reader.read(response);
                }
                failure = DocketException.of(request, response);
            } catch (IOException e) {
                failure = DocketException.of(request, e);
            } catch (InterruptedException e) {
                throw interrupted(request, e);
            }
            Duration delay = retries.delay(attempt, request, failure);
            if (delay == null) {
                throw failure;
            }
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                throw interrupted(request, e);
            }
        }
    }

    private HttpRequest prepared(Request request) {
        HttpRequest.Builder builder = request.build(baseUrl, token.get());
        interceptors.forEach(interceptor -> interceptor.accept(builder));
        return builder.build();
    }

    private static DocketException interrupted(Request request, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return DocketException.of(request, cause);
    }
}
