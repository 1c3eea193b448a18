package dev.docket.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one connection that is kept until the server closes it, with as little work as the load needs: the load
 * generator runs on the same cores as the server. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {

    private static final int READ_LIMIT_MILLIS = 60_000;
    private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(US_ASCII);
    private static final byte[] CLOSE = "\r\nconnection: close".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final URI uri;
    private @Nullable Socket socket;
    private byte[] buffer = new byte[32 << 10];
    private int filled;
    private int bodyStart;
    private int bodyEnd;

    HttpConnection(URI uri) {
        this.uri = uri;
    }

    /** Sends a whole request, and returns the status of its response. */
    int exchange(byte[] request) throws IOException {
        Socket open = socket == null ? connect() : socket;
        OutputStream out = open.getOutputStream();
        InputStream in = open.getInputStream();
        out.write(request);
        filled = 0;
        int head = -1;
        while (head < 0) {
            int from = Math.max(0, filled - HEAD_END.length);
            fill(in, filled + 1);
            head = indexOf(HEAD_END, from, filled);
        }
        bodyStart = head + HEAD_END.length;
        int length = indexOf(LENGTH, 0, head);
        if (length >= 0) {
            bodyEnd = bodyStart + number(length + LENGTH.length, 10);
            fill(in, bodyEnd);
        } else {
            readChunks(in);
        }
        int status = number(STATUS_AT, 10);
        if (indexOf(CLOSE, 0, head) >= 0) {
            close();
        }
        return status;
    }

    /** The body of the last response. */
    String body() {
        return new String(buffer, bodyStart, bodyEnd - bodyStart, UTF_8);
    }

    private Socket connect() throws IOException {
        Socket opened = new Socket();
        opened.setTcpNoDelay(true);
        opened.setSoTimeout(READ_LIMIT_MILLIS);
        opened.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket = opened;
        return opened;
    }

    /** Reads a chunked body without its chunk headers. */
    private void readChunks(InputStream in) throws IOException {
        int at = bodyStart;
        bodyEnd = bodyStart;
        int size;
        do {
            int line = indexOf(LINE_END, at, filled);
            while (line < 0) {
                fill(in, filled + 1);
                line = indexOf(LINE_END, at, filled);
            }
            size = number(at, 16);
            int data = line + LINE_END.length;
            at = data + size + LINE_END.length;
            fill(in, at);
            System.arraycopy(buffer, data, buffer, bodyEnd, size);
            bodyEnd += size;
        } while (size > 0);
    }

    /** Reads until at least {@code wanted} bytes are buffered. */
    private void fill(InputStream in, int wanted) throws IOException {
        if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(wanted, buffer.length * 2));
        }
        while (filled < wanted) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read <= 0) {
                throw new EOFException("the connection was closed within a response");
            }
            filled += read;
        }
    }

    private int number(int from, int radix) {
        int number = 0;
        int at = from;
        for (int digit = Character.digit(buffer[at], radix); digit >= 0; digit = Character.digit(buffer[++at], radix)) {
            number = number * radix + digit;
        }
        return number;
    }

    /** @param text in lower case */
    private int indexOf(byte[] text, int from, int to) {
        for (int start = from; start <= to - text.length; start++) {
            int i = 0;
            while (i < text.length && lower(buffer[start + i]) == text[i]) {
                i++;
            }
            if (i == text.length) {
                return start;
            }
        }
        return -1;
    }

    private static int lower(byte character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
