package dev.docket.server.transport;

import java.io.ByteArrayOutputStream;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpBrokenContentException;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.ParsingResult;
import org.glassfish.grizzly.http.TransferEncoding;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Reads chunked request bodies strictly by RFC 9112, and leaves writing to Grizzly.
 *
 * <p>Grizzly's own reader ends a line at a bare LF, takes an empty line for the last chunk, skips any bytes between a
 * chunk and the next line, and adds trailer fields to the headers, where an {@code Authorization} could be smuggled in.
 * Here each of these breaks the body. Trailer fields are not supported.
 */
final class StrictChunkedEncoding implements TransferEncoding {

    private static final String STATE = StrictChunkedEncoding.class.getName();

    /**
     * Characters of a line with the size of a chunk; extensions have no meaning here, so a longer line is not needed.
     */
    private static final int MAX_LINE = 256;

    /** Larger than any allowed body, and still far from the largest long. */
    private static final long MAX_CHUNK = 1L << 40;

    private enum Expected {
        SIZE,
        DATA,
        END_OF_DATA,
        END_OF_BODY
    }

    private static final class State {
        private Expected expected = Expected.SIZE;
        private long remaining;
    }

    private final TransferEncoding writer;

    StrictChunkedEncoding(TransferEncoding writer) {
        this.writer = writer;
    }

    @Override
    public boolean wantDecode(HttpHeader header) {
        return header.isChunked();
    }

    @Override
    public ParsingResult parsePacket(FilterChainContext context, HttpHeader header, Buffer buffer) {
        HttpRequestPacket request = (HttpRequestPacket) header;
        State state = (State) request.getAttribute(STATE);
        if (state == null) {
            // First the headers alone: the handler that waits for the body must be registered before the body turns out
            // to be broken.
            request.setAttribute(STATE, new State());
            return ParsingResult.create(null, buffer, true);
        }
        // All available chunks become one piece, so that many tiny ones cost little more than a large one.
        ByteArrayOutputStream data = new ByteArrayOutputStream(buffer.remaining());
        boolean last = false;
        boolean progress = true;
        while (progress && !last) {
            switch (state.expected) {
                case SIZE -> progress = size(state, buffer);
                case DATA -> progress = data(state, buffer, data);
                case END_OF_DATA -> {
                    progress = lineEnd(buffer, "a chunk must be as long as its size line says");
                    if (progress) {
                        state.expected = Expected.SIZE;
                    }
                }
                case END_OF_BODY -> {
                    last = lineEnd(buffer, "trailer fields are not accepted");
                    progress = last;
                }
            }
        }
        Buffer remainder = buffer.hasRemaining() ? buffer.split(buffer.position()) : null;
        HttpContent content = null;
        if (data.size() > 0 || last) {
            Buffer decoded = Buffers.wrap(context.getMemoryManager(), data.toByteArray());
            content = header.httpContentBuilder().content(decoded).last(last).build();
        }
        return ParsingResult.create(content, remainder, true);
    }

    /** @return whether a whole line with the size of a chunk has arrived */
    private static boolean size(State state, Buffer buffer) {
        long size = 0;
        boolean extension = false;
        int start = buffer.position();
        for (int i = start; i < buffer.limit(); i++) {
            int b = buffer.get(i);
            int digit = Character.digit(b, 16);
            if (b == '\r') {
                if (i + 1 == buffer.limit()) {
                    return false;
                }
                if (i == start || buffer.get(i + 1) != '\n') {
                    throw broken("the size of a chunk must end with CR LF");
                }
                buffer.position(i + 2);
                state.remaining = size;
                state.expected = size == 0 ? Expected.END_OF_BODY : Expected.DATA;
                return true;
            } else if (b == ';' && i > start) {
                extension = true;
            } else if (extension) {
                if (b < ' ' && b != '\t') {
                    throw broken("a chunk extension contains a character that is not allowed");
                }
            } else if (digit < 0 || b < 0) {
                throw broken("the size of a chunk must consist of hexadecimal digits");
            } else {
                size = size * 16 + digit;
            }
            if (i - start >= MAX_LINE || size > MAX_CHUNK) {
                throw broken("the line with the size of a chunk is too long, or the size is too large");
            }
        }
        return false;
    }

    /** @return whether the chunk is complete */
    private static boolean data(State state, Buffer buffer, ByteArrayOutputStream data) {
        byte[] piece = new byte[(int) Math.min(state.remaining, buffer.remaining())];
        buffer.get(piece);
        data.write(piece, 0, piece.length);
        state.remaining -= piece.length;
        if (state.remaining > 0) {
            return false;
        }
        state.expected = Expected.END_OF_DATA;
        return true;
    }

    /** @return whether CR LF has arrived and was read */
    private static boolean lineEnd(Buffer buffer, String otherwise) {
        int start = buffer.position();
        if (buffer.remaining() >= 1 && buffer.get(start) != '\r'
                || buffer.remaining() >= 2 && buffer.get(start + 1) != '\n') {
            throw broken(otherwise);
        }
        if (buffer.remaining() < 2) {
            return false;
        }
        buffer.position(start + 2);
        return true;
    }

    private static HttpBrokenContentException broken(String detail) {
        return new HttpBrokenContentException(detail);
    }

    @Override
    public boolean wantEncode(HttpHeader header) {
        return writer.wantEncode(header);
    }

    @Override
    public void prepareSerialize(FilterChainContext context, HttpHeader header, HttpContent content) {
        writer.prepareSerialize(context, header, content);
    }

    @Override
    public Buffer serializePacket(FilterChainContext context, HttpContent content) {
        return writer.serializePacket(context, content);
    }
}
