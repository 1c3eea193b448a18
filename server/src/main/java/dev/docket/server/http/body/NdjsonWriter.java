package dev.docket.server.http.body;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.docket.server.http.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes newline-delimited JSON: one DTO of the contract per line. Lines are sent in portions of 16 KiB and more; a
 * caller whose client waits for fewer calls {@link #flush}.
 */
public final class NdjsonWriter implements AutoCloseable {

    private static final int PORTION = 16 * 1024;

    private static final ObjectWriter JSON = JsonMappers.contract().writer();

    private final OutputStream stream;
    private final ByteArrayOutputStream portion = new ByteArrayOutputStream(PORTION);

    /** @param stream remains open */
    public NdjsonWriter(OutputStream stream) {
        this.stream = stream;
    }

    /** @throws IOException if the client has disconnected or has not read for too long */
    public void write(Object dto) throws IOException {
        portion.writeBytes(JSON.writeValueAsBytes(dto));
        portion.write('\n');
        if (portion.size() >= PORTION) {
            flush();
        }
    }

    /** Sends the lines that were written; does nothing without any. */
    public void flush() throws IOException {
        if (portion.size() > 0) {
            portion.writeTo(stream);
            portion.reset();
            stream.flush();
        }
    }

    /** Sends the last lines. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
