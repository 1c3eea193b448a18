package dev.docket.server.transport;

import dev.docket.persistence.testing.Wait;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client that sends exactly the bytes of a test, and reads responses strictly. */
public final class RawClient implements AutoCloseable {

    /** One header line, with the name in lower case. */
    public record Header(String name, String value) {}

    public record Answer(int status, List<Header> headers, String body) {

        @Nullable
        String header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? null : values.get(0);
        }

        List<String> headers(String name) {
            return headers.stream()
                    .filter(header -> header.name().equals(name))
                    .map(Header::value)
                    .toList();
        }
    }

    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(port, InetAddress.getLoopbackAddress(), null);
    }

    /**
     * @param from the address to connect from, such as 127.0.0.2
     * @param receiveBuffer bytes that the client's system receives for it; null: as many as the system likes
     */
    RawClient(int port, InetAddress from, @Nullable Integer receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer != null) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        timeout(Wait.PATIENCE);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** How long to wait for a byte; 8 s by default. */
    public void timeout(Duration timeout) throws IOException {
        socket.setSoTimeout((int) timeout.toMillis());
    }

    public RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Closes the output of the connection. */
    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    Answer get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
    }

    Answer post(String path, String body) throws IOException {
        return send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, body.length(), body))
                .read();
    }

    public Answer read() throws IOException {
        return read(true);
    }

    /** Reads a response that has no body, regardless of its headers. */
    public Answer readHead() throws IOException {
        return read(false);
    }

    private Answer read(boolean withBody) throws IOException {
        String[] statusLine = line().split(" ", 3);
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        Answer head = new Answer(Integer.parseInt(statusLine[1]), headers, "");
        return withBody && head.status() != 204 && head.status() != 304
                ? new Answer(head.status(), headers, body(head))
                : head;
    }

    private String body(Answer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String length = head.header("content-length");
        if ("chunked".equals(head.header("transfer-encoding"))) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
        } else if (length != null) {
            body.write(in.readNBytes(Integer.parseInt(length)));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Reads the next chunk of a response whose head {@link #readHead} has read; the last one is empty. */
    public String readChunk() throws IOException {
        return new String(readChunkBytes(), StandardCharsets.UTF_8);
    }

    byte[] readChunkBytes() throws IOException {
        byte[] chunk = in.readNBytes(chunkSize());
        line();
        return chunk;
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    /** Whether the server ends the connection without a further byte. */
    public boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Whether the server ends the connection, even if it sends something before. */
    public boolean isEndedByServer() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Reads this many bytes. */
    void skip(int bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    /** Reads this many bytes at most, if they have arrived. */
    void skipArrived(int bytes) throws IOException {
        skip(Math.min(bytes, in.available()));
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after \"" + line + "\"");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
