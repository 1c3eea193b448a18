package dev.docket.server.watch;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Receives traces by OTLP over HTTP, and reads as much of the protocol buffers as the tests need. */
final class Collector implements AutoCloseable {

    /** @param parentId empty if it has none */
    record ReceivedSpan(String traceId, String id, String parentId, String name) {}

    private record Field(int number, byte[] value) {}

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Collector collector = new Collector(server);
        server.createContext("/v1/traces", exchange -> {
            try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                collector.receive(body.readAllBytes());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return collector;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was received, each export as a whole. */
    synchronized List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    /** Everything that was received, as text. */
    synchronized String bytes() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private synchronized void receive(byte[] request) {
        bytes.writeBytes(request);
        for (byte[] resourceSpans : fields(request, 1)) {
            for (byte[] scopeSpans : fields(resourceSpans, 2)) {
                fields(scopeSpans, 2).forEach(span -> spans.add(span(span)));
            }
        }
    }

    private static ReceivedSpan span(byte[] span) {
        return new ReceivedSpan(
                hex(fields(span, 1)),
                hex(fields(span, 2)),
                hex(fields(span, 4)),
                new String(fields(span, 5).get(0), StandardCharsets.UTF_8));
    }

    private static String hex(List<byte[]> values) {
        return values.isEmpty() ? "" : HexFormat.of().formatHex(values.get(0));
    }

    private static List<byte[]> fields(byte[] message, int number) {
        return read(message).stream()
                .filter(field -> field.number() == number)
                .map(Field::value)
                .toList();
    }

    private static List<Field> read(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            int size = switch (key & 7) {
                case 0 -> (int) (varint(in) & 0);
                case 1 -> 8;
                case 2 -> (int) varint(in);
                case 5 -> 4;
                default -> throw new IllegalArgumentException("unknown wire type " + (key & 7));
            };
            byte[] value = new byte[size];
            in.get(value);
            fields.add(new Field(key >>> 3, value));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
