package dev.docket.server.transport;

import dev.docket.server.http.RequestId;
import dev.docket.server.http.problem.ProblemType;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.ChunkedTransferEncoding;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpPacketParsing;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.http.TransferEncoding;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * Grizzly's HTTP codec, which receives only complete heads that {@link RequestHead} found valid.
 *
 * <p>A rejected head is answered here, since no request can follow it. The response to any other request also passes
 * here and gets its request id, regardless of the component that wrote it.
 */
final class StrictHttpCodec extends HttpServerFilter {

    private final TransportLimits limits;
    private final Connections connections;
    private final Consumer<CompletedRequest> observer;

    @SuppressWarnings("deprecation") // Grizzly has no builder for it yet
    StrictHttpCodec(TransportLimits limits, Connections connections, Consumer<CompletedRequest> observer) {
        super(true, limits.maxHeadBytes(), null, keepAlive(), null, RequestHead.MAX_HEADERS, RequestHead.MAX_HEADERS);
        this.limits = limits;
        this.connections = connections;
        this.observer = observer;
        for (TransferEncoding encoding : getTransferEncodings()) {
            if (encoding instanceof ChunkedTransferEncoding) {
                removeTransferEncoding(encoding);
                addTransferEncoding(new StrictChunkedEncoding(encoding));
            }
        }
    }

    /** Allows any number of requests on a connection; Connections checks timeouts. */
    private static KeepAlive keepAlive() {
        KeepAlive keepAlive = new KeepAlive();
        keepAlive.setMaxRequestsCount(-1);
        return keepAlive;
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        if (!connections.accept(context.getConnection())) {
            context.getConnection().terminateSilently();
            return context.getStopAction();
        }
        return super.handleAccept(context);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        ClientConnection client = connections.find(context.getConnection());
        if (client == null || client.phase() == ClientConnection.Phase.CLOSING) {
            context.<Buffer>getMessage().tryDispose();
            return context.getStopAction();
        }
        return super.handleRead(context);
    }

    @Override
    protected boolean decodeHttpPacket(FilterChainContext context, HttpPacketParsing packet, Buffer input) {
        ClientConnection client = client(context);
        client.move(ClientConnection.Phase.IDLE, ClientConnection.Phase.HEAD, limits.headTimeout());
        int start = input.position();
        int end = RequestHead.end(input, start, start + client.scanned(), input.limit());
        int size = (end < 0 ? input.limit() : end) - start;
        if (size > limits.maxHeadBytes()) {
            throw new RefusedException(Refusal.of(
                    ProblemType.HEADERS_TOO_LARGE,
                    "the request line and the headers must not be larger than %d bytes"
                            .formatted(limits.maxHeadBytes())));
        }
        if (end < 0) {
            checkRequestLine(client, text(input, start, input.limit()));
            client.scanned(size);
            return false;
        }
        RequestHead.check(text(input, start, end), limits);
        client.headEnded();
        if (!client.enter(ClientConnection.Phase.RUNNING, null)) {
            return false;
        }
        if (!super.decodeHttpPacket(context, packet, input)) {
            throw new RefusedException(Refusal.malformed("the headers cannot be read"));
        }
        // An offer to change the protocol is ignored; Grizzly would treat the body as that of the other protocol.
        ((HttpHeader) packet).getUpgradeDC().recycle();
        return true;
    }

    @Override
    protected boolean onHttpHeaderParsed(HttpHeader header, Buffer buffer, FilterChainContext context) {
        boolean error = super.onHttpHeaderParsed(header, buffer, context);
        HttpRequestPacket request = (HttpRequestPacket) header;
        boolean single = count(request.getHeaders().values(RequestId.HEADER)) == 1;
        String id = RequestIds.choose(single ? request.getHeader(RequestId.HEADER) : null);
        request.getHeaders().setValue(RequestId.HEADER).setString(id);
        request.setAttribute(HttpTransport.REQUEST_ID, id);
        InetAddress peer = Network.peer(context.getConnection());
        if (peer != null) {
            request.setAttribute(HttpTransport.CLIENT_ADDRESS, client(peer, request));
        }
        return error;
    }

    private InetAddress client(InetAddress peer, HttpRequestPacket request) {
        return limits.trustedProxies().include(peer)
                ? limits.trustedProxies().client(peer, values(request, "Forwarded"), values(request, "X-Forwarded-For"))
                : peer;
    }

    private static List<String> values(HttpRequestPacket request, String header) {
        List<String> values = new ArrayList<>();
        request.getHeaders().values(header).forEach(values::add);
        return values;
    }

    @Override
    protected void onHttpHeaderError(HttpHeader header, FilterChainContext context, @Nullable Throwable error) {
        Refusal refusal = error instanceof RefusedException refused
                ? refused.refusal()
                : Refusal.malformed("the request line or the headers cannot be read");
        Buffer input = context.getMessage();
        refuse(context.getConnection(), refusal, text(input, input.position(), input.limit()));
    }

    @Override
    protected void onHttpContentError(HttpHeader header, FilterChainContext context, @Nullable Throwable error) {
        header.setContentBroken(true);
        // The handler that waits for the body is notified next, and responds.
    }

    /** Responds to a request whose head did not arrive in time. */
    void headExpired(Connection<?> connection) {
        refuse(connection, Refusal.of(ProblemType.REQUEST_TIMEOUT, "the headers did not arrive in time"), "");
    }

    @Override
    protected Buffer encodeHttpPacket(FilterChainContext context, HttpPacket packet) {
        HttpResponsePacket response =
                (HttpResponsePacket) (packet.isHeader() ? packet : ((HttpContent) packet).getHttpHeader());
        if (!response.isCommitted() && !response.isAcknowledgement()) {
            Object id = response.getRequest().getAttribute(HttpTransport.REQUEST_ID);
            if (id != null) {
                response.setHeader(RequestId.HEADER, id.toString());
            }
            if (connections.isStopping() || isError(response) && client(context).isReceiving()) {
                response.setHeader("Connection", "close");
            }
            String type = response.getContentType();
            if (type != null && type.startsWith(Refusal.CONTENT_TYPE + ";")) {
                // Grizzly adds the charset of the writer of its error pages, which JSON does not have.
                response.setCharacterEncoding(null);
                response.getHeaders().setValue(Header.ContentType).setString(Refusal.CONTENT_TYPE);
            }
        }
        Buffer encoded = super.encodeHttpPacket(context, packet);
        if (encoded != null && response.getRequest().getAttribute(Exchange.PROPERTY) instanceof Exchange exchange) {
            exchange.sends(encoded.remaining());
        }
        return encoded;
    }

    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        if (event.type() != HttpEvents.ResponseCompleteEvent.TYPE) {
            return super.handleEvent(context, event);
        }
        ClientConnection client = client(context);
        boolean isLast = client.isRefused() || client.isReceiving() || connections.isStopping();
        client.answered();
        if (isLast) {
            client.startClosing();
            context.flush(whenWritten(client::finishWriting));
            return context.getStopAction();
        }
        client.enter(ClientConnection.Phase.WRITING, null);
        NextAction action = super.handleEvent(context, event);
        if (client.unwritten() == 0) {
            written(client);
        } else if (client.isOpen()) {
            client.startWriting();
            connections.unread().add(client);
            context.flush(whenWritten(() -> written(client)));
        }
        return action;
    }

    private void written(ClientConnection client) {
        client.move(ClientConnection.Phase.WRITING, ClientConnection.Phase.IDLE, limits.idleTimeout());
        connections.unread().remove(client);
        client.written();
    }

    private ClientConnection client(FilterChainContext context) {
        return connections.get(context.getConnection());
    }

    /** The application rarely continues to read a body after it has responded with an error. */
    private static boolean isError(HttpResponsePacket response) {
        return response.getStatus() >= 400;
    }

    private void checkRequestLine(ClientConnection client, String text) {
        int lineEnd = text.indexOf("\r\n");
        if (lineEnd >= 0 && client.checkRequestLine()) {
            RequestHead.requestLine(text.substring(0, lineEnd));
        }
    }

    /** @param head as much of the head as has arrived */
    @SuppressWarnings({"unchecked", "rawtypes"}) // Grizzly's generics of write cannot be met
    private void refuse(Connection connection, Refusal refusal, String head) {
        ClientConnection client = connections.get(connection);
        client.startClosing();
        String requestId = RequestIds.choose(RequestHead.requestId(head));
        byte[] answer = answer(refusal, head, requestId);
        connection.write(Buffers.wrap(connection.getMemoryManager(), answer), whenWritten(client::finishWriting));
        new CompletedRequest(
                        requestId,
                        head.substring(0, Math.max(head.indexOf(' '), 0)),
                        refusal.type().status(),
                        Duration.ZERO,
                        answer.length,
                        refusal.detail(),
                        null,
                        Span.getInvalid())
                .tell(observer);
    }

    private byte[] answer(Refusal refusal, String request, String requestId) {
        byte[] body = refusal.body(RequestHead.instance(request), requestId);
        int status = refusal.type().status();
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 %d %s\r\n".formatted(status, reason(status)))
                .append("Date: %s\r\n".formatted(FastHttpDateFormat.getCurrentDate()))
                .append("Content-Type: %s\r\n".formatted(Refusal.CONTENT_TYPE))
                .append("Content-Length: %d\r\n".formatted(body.length))
                .append("Connection: close\r\n")
                .append("%s: %s\r\n".formatted(RequestId.HEADER, requestId));
        Refusal.COMMON_HEADERS.forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        refusal.headers().forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        limits.corsOrigins()
                .addTo(RequestHead.origin(request), (name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        head.append("\r\n");
        if (!request.startsWith("HEAD ")) {
            head.append(new String(body, StandardCharsets.US_ASCII));
        }
        return head.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String reason(int status) {
        HttpStatus known = HttpStatus.getHttpStatus(status);
        return known == null || known.getReasonPhrase() == null ? "Refused" : known.getReasonPhrase();
    }

    /** Runs {@code then} also if writing failed: the client is gone, so nothing is left to wait for. */
    private static <T> EmptyCompletionHandler<T> whenWritten(Runnable then) {
        return new EmptyCompletionHandler<>() {
            @Override
            public void completed(T result) {
                then.run();
            }

            @Override
            public void failed(Throwable error) {
                then.run();
            }

            @Override
            public void cancelled() {
                then.run();
            }
        };
    }

    private static int count(Iterable<String> values) {
        int count = 0;
        for (String value : values) {
            count += value == null ? 0 : 1;
        }
        return count;
    }

    private static String text(Buffer input, int from, int to) {
        return input.toStringContent(StandardCharsets.ISO_8859_1, from, to);
    }
}
