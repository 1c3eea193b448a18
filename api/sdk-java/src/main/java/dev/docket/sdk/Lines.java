package dev.docket.sdk;

import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** NDJSON. */
final class Lines {

    static final String MEDIA_TYPE = "application/x-ndjson";

    private Lines() {}

    /** Reads each line when the stream is asked for it. */
    static <T> Stream<T> read(Request request, InputStream body, Class<T> type) throws IOException {
        MappingIterator<T> lines = Json.MAPPER.readerFor(type).readValues(body);
        return stream(new Iterator<T>() {
                    @Override
                    public boolean hasNext() {
                        try {
                            return lines.hasNextValue();
                        } catch (IOException e) {
                            throw DocketException.of(request, e);
                        }
                    }

                    @Override
                    public T next() {
                        try {
                            return lines.nextValue();
                        } catch (IOException e) {
                            throw DocketException.of(request, e);
                        }
                    }
                })
                .onClose(() -> close(request, body));
    }

    static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private static void close(Request request, InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw DocketException.of(request, e);
        }
    }
}
