package dev.docket.server.sdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real proxy before a real server: the next requests fail as they were told to, and all others are passed on. */
final class FlakyProxy implements AutoCloseable {

    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "http2-settings", "upgrade", "date");

    private final URI server;
    private final HttpServer proxy;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What arrived, in this order. */
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    record Seen(String method, String path, Headers headers, int bytes) {

        String header(String name) {
            return headers.getFirst(name);
        }
    }

    /** What happens to a request instead of being passed on. */
    interface Fault {
        void happen(FlakyProxy proxy, HttpExchange exchange, byte[] body) throws IOException, InterruptedException;
    }

    FlakyProxy(URI server) throws IOException {
        this.server = server;
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(threads);
        proxy.createContext("/", this::handle);
        proxy.start();
    }

    String url() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    void next(Fault... faults) {
        this.faults.addAll(List.of(faults));
    }

    static Fault answer(int status, Map<String, String> headers, String body) {
        return (proxy, exchange, request) -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        };
    }

    static Fault unavailable() {
        return answer(503, Map.of("Retry-After", "0"), "");
    }

    /** Closes the connection without a response; the server did not see the request. */
    static Fault dropBefore() {
        return (proxy, exchange, request) -> {};
    }

    /** Lets the server execute the request, and loses the response. */
    static Fault dropAfter() {
        return (proxy, exchange, request) -> proxy.passed(exchange, request);
    }

    /** Sends nothing until the test is over. */
    static Fault hang() {
        return (proxy, exchange, request) -> proxy.closed.await();
    }

    /** Sends the beginning of the response of the server and then nothing until the test is over. */
    static Fault stall(int bytes) {
        return (proxy, exchange, request) -> {
            proxy.half(exchange, request, bytes);
            proxy.closed.await();
        };
    }

    /** Sends the beginning of the response of the server and closes the connection. */
    static Fault cut(int bytes) {
        return (proxy, exchange, request) -> proxy.half(exchange, request, bytes);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                body.length));
        Fault fault = faults.poll();
        try {
            if (fault == null) {
                pass(exchange, body);
            } else {
                fault.happen(this, exchange, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = passed(exchange, body);
        copy(response, exchange);
        send(exchange, response.statusCode(), response.body());
    }

    private HttpResponse<byte[]> passed(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void half(HttpExchange exchange, byte[] request, int bytes) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = passed(exchange, request);
        copy(response, exchange);
        exchange.sendResponseHeaders(response.statusCode(), response.body().length);
        exchange.getResponseBody().write(response.body(), 0, bytes);
        exchange.getResponseBody().flush();
    }

    private static void copy(HttpResponse<byte[]> response, HttpExchange exchange) {
        response.headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        proxy.stop(0);
        threads.shutdownNow();
    }
}
