package dev.docket.sdk;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request of an operation: it is sent again unchanged, with the same idempotency key, when an attempt fails. */
final class Request {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Transport transport;
    private final String method;
    private final Map<String, String> headers;
    private final Map<String, List<String>> query;
    private final Map<String, String> form;
    private String path;
    private BodyPublisher body = BodyPublishers.noBody();
    private Duration timeout;
    private boolean repeatable = true;

    Request(Transport transport, String method, String path, RequestOptions<?> options) {
        this.transport = transport;
        this.method = method;
        this.path = path;
        headers = options.headers;
        query = new LinkedHashMap<>(options.query);
        form = options.form;
        timeout = options.timeout == null ? transport.timeout() : options.timeout;
    }

    private Request(Request other) {
        transport = other.transport;
        method = other.method;
        headers = other.headers;
        query = new LinkedHashMap<>(other.query);
        form = other.form;
        path = other.path;
        body = other.body;
        timeout = other.timeout;
        repeatable = other.repeatable;
    }

    /** An empty value would make the path that of another operation: {@code /tickets/} is not a ticket. */
    Request path(String name, Object value) {
        String text = value.toString();
        if (text.isBlank() || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(name + " must be an ID, and not '" + text + "'");
        }
        path = path.replace("{" + name + "}", encoded(text));
        return this;
    }

    /** The headers that the operation takes: those that the client knows are added if the options did not set them. */
    Request takes(String... names) {
        for (String name : names) {
            if (name.equals(IDEMPOTENCY_KEY)) {
                headers.putIfAbsent(name, UUID.randomUUID().toString());
            } else if (name.equals("x-account-id") && !headers.containsKey(name)) {
                headers.put(name, transport.account());
            }
        }
        return this;
    }

    Request accepts(String... mediaTypes) {
        headers.putIfAbsent("Accept", String.join(", ", mediaTypes));
        return this;
    }

    /** @param content text as it is, or an object that becomes JSON */
    Request body(String mediaType, @Nullable Object content) {
        if (content == null) {
            return this;
        }
        headers.put("Content-Type", mediaType);
        body = BodyPublishers.ofByteArray(
                content instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.write(content));
        return this;
    }

    Request body(String mediaType, byte[] content) {
        headers.put("Content-Type", mediaType);
        body = BodyPublishers.ofByteArray(content);
        return this;
    }

    /** A form of the file and of the fields that the options set. */
    Request file(String name, Upload file) {
        Multipart multipart = new Multipart();
        form.forEach(multipart::field);
        headers.put("Content-Type", multipart.contentType());
        body = multipart.file(name, file);
        repeatable = file.repeatable();
        timeout = timeout.multipliedBy(10);
        return this;
    }

    <T extends DocketObject> T read(Class<T> type) {
        T object = send(response -> {
            T read = Json.read(response.body(), type);
            read.headers(response);
            return read;
        });
        if (object instanceof Page<?> page) {
            page.following = cursor -> (Page<?>) page(cursor).read(type);
        }
        return object;
    }

    String text() {
        return send(response -> new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }

    void done() {
        send(response -> response.body().readAllBytes());
    }

    Download download() {
        return send(Download::new);
    }

    /** Reads objects while they arrive. */
    <T extends DocketObject> Stream<T> lines(Class<T> type) {
        return send(response -> Lines.read(this, response.body(), type));
    }

    /** Sends lines while their results are read. */
    <T extends DocketObject> Stream<T> lines(Stream<? extends DocketObject> lines, Class<T> result) {
        return new LineImport<>(this, lines, result).results();
    }

    <T> T send(Transport.Reader<T> reader) {
        return transport.send(this, reader);
    }

    /** Whether it does no harm to send it twice: all but a POST without a key, unless each of its lines is a PUT. */
    boolean repeatable() {
        return repeatable
                && (!method.equals("POST")
                        || headers.containsKey(IDEMPOTENCY_KEY)
                        || Lines.MEDIA_TYPE.equals(headers.get("Content-Type")));
    }

    Duration timeout() {
        return timeout;
    }

    URI service() {
        return transport.baseUrl();
    }

    HttpRequest.Builder build(URI baseUrl, @Nullable String token) {
        String parameters = query.entrySet().stream()
                .flatMap(parameter ->
                        parameter.getValue().stream().map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(baseUrl + path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .timeout(timeout)
                .method(method, body);
        if (token != null) {
            builder.setHeader("Authorization", "Bearer " + token);
        }
        headers.forEach(builder::setHeader);
        return builder;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    private Request page(String cursor) {
        Request page = new Request(this);
        page.query.put("cursor", List.of(cursor));
        return page;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
