package dev.docket.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} that shows every exchange to an observer, for example {@link DocketContract#check}, before it
 * returns the response. Whole bodies are in memory meanwhile. Thread-safe if the observer is.
 */
public final class CheckedHttpClient extends HttpClient {

    private final HttpClient client;
    private final Consumer<Exchange> observer;

    /** @param observer throws what the caller of this client gets instead of the response */
    public CheckedHttpClient(HttpClient client, Consumer<Exchange> observer) {
        this.client = client;
        this.observer = observer;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return checked(client.send(request, BodyHandlers.ofByteArray()), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(response -> checked(response, handler));
    }

    /** @param promises ignored: pushed responses answer no request */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> promises) {
        return sendAsync(request, handler);
    }

    private <T> HttpResponse<T> checked(HttpResponse<byte[]> response, BodyHandler<T> handler) {
        HttpRequest request = response.request();
        URI uri = request.uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        observer.accept(new Exchange(
                new Exchange.Request(
                        request.method(),
                        uri.getRawPath() + query,
                        request.headers().map(),
                        text(body(request))),
                new Exchange.Response(response.statusCode(), response.headers().map(), text(response.body()))));
        return new CheckedResponse<>(response, replay(response, handler));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A publisher of the JDK publishes its body to each subscriber anew. */
    private static byte[] body(HttpRequest request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<Void> end = new CompletableFuture<>();
        request.bodyPublisher()
                .ifPresentOrElse(
                        publisher -> publisher.subscribe(new Flow.Subscriber<>() {
                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            public void onNext(ByteBuffer part) {
                                byte[] bytes = new byte[part.remaining()];
                                part.get(bytes);
                                body.writeBytes(bytes);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                end.completeExceptionally(failure);
                            }

                            @Override
                            public void onComplete() {
                                end.complete(null);
                            }
                        }),
                        () -> end.complete(null));
        end.join();
        return body.toByteArray();
    }

    /** The body as the handler of the caller makes it. */
    private static <T> T replay(HttpResponse<byte[]> response, BodyHandler<T> handler) {
        BodySubscriber<T> subscriber = handler.apply(new HttpResponse.ResponseInfo() {
            @Override
            public int statusCode() {
                return response.statusCode();
            }

            @Override
            public HttpHeaders headers() {
                return response.headers();
            }

            @Override
            public Version version() {
                return response.version();
            }
        });
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        if (response.body().length > 0) {
            subscriber.onNext(List.of(ByteBuffer.wrap(response.body()).asReadOnlyBuffer()));
        }
        subscriber.onComplete();
        return subscriber.getBody().toCompletableFuture().join();
    }

    /** The response that the client received, with another form of its body. */
    private record CheckedResponse<T>(HttpResponse<byte[]> received, T body) implements HttpResponse<T> {

        @Override
        public int statusCode() {
            return received.statusCode();
        }

        @Override
        public HttpRequest request() {
            return received.request();
        }

        /** A redirect that was followed is not kept. */
        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return received.headers();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return received.sslSession();
        }

        @Override
        public URI uri() {
            return received.uri();
        }

        @Override
        public Version version() {
            return received.version();
        }
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
