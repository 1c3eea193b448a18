package dev.docket.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * An import as a stream of results that pulls its lines. Java's {@code HttpClient} reads no response before it has sent
 * the whole body, and the service reads no more lines while its results are not read: so the lines are sent in requests
 * that are small enough for both, one after the other. Each is repeated by itself after a failure, and memory holds
 * one.
 */
final class LineImport<T extends DocketObject> implements Iterator<T> {

    private static final int LINES_PER_REQUEST = 1_000;
    private static final int BYTES_PER_REQUEST = 256 * 1024;

    private final Request request;
    private final Stream<? extends DocketObject> source;
    private final Iterator<? extends DocketObject> lines;
    private final Class<T> type;
    private final Queue<T> results = new ArrayDeque<>();
    private long sent;

    LineImport(Request request, Stream<? extends DocketObject> lines, Class<T> type) {
        this.request = request;
        this.source = lines;
        this.lines = lines.iterator();
        this.type = type;
    }

    /** The results; sends the next lines when the results of those before were read. */
    Stream<T> results() {
        return Lines.stream(this).onClose(source::close);
    }

    @Override
    public boolean hasNext() {
        while (results.isEmpty() && lines.hasNext()) {
            sendSome();
        }
        return !results.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return results.remove();
    }

    private void sendSome() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int count = 0;
        while (lines.hasNext() && count < LINES_PER_REQUEST && body.size() < BYTES_PER_REQUEST) {
            body.writeBytes(Json.write(lines.next()));
            body.write('\n');
            count++;
        }
        request.body(Lines.MEDIA_TYPE, body.toByteArray());
        results.addAll(request.send(this::read));
        sent += count;
    }

    private Queue<T> read(HttpResponse<InputStream> response) throws IOException {
        Queue<T> read = new ArrayDeque<>();
        MappingIterator<ObjectNode> nodes =
                Json.MAPPER.readerFor(JsonNode.class).readValues(response.body());
        boolean complete = false;
        while (nodes.hasNextValue()) {
            ObjectNode node = nodes.nextValue();
            complete = node.has("lines");
            if (!complete) {
                read.add(result(node));
            }
        }
        if (!complete) {
            throw new IOException("the response ended before its summary");
        }
        return read;
    }

    /** Its {@code line} counts from the first line of the import, not of the request. */
    private T result(ObjectNode node) throws JsonProcessingException {
        node.put("line", sent + node.path("line").asLong());
        return Json.MAPPER.treeToValue(node, type);
    }
}
