package dev.docket.server.transport;

import dev.docket.persistence.database.Deadline;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets the application run a request once the response before it is written, it has arrived completely and a worker is
 * free; a request with a streamed body as soon as its head has arrived.
 *
 * <p>Grizzly suspends a request, hands the rest of its work to an executor and ends the request when that work is done.
 * The executor here holds the work back until the body is complete, and then gives it to the bounded pool. So no code
 * needs to touch a {@code Response} after the application is done with it, when Grizzly may already use it for another
 * request; and the application may suspend the response itself.
 */
final class FrontHandler extends HttpHandler {

    private static final String DISPATCHED = FrontHandler.class.getName() + ".dispatched";
    private static final String REFUSAL = FrontHandler.class.getName() + ".refusal";
    private static final String RESULT = FrontHandler.class.getName() + ".result";

    /** @param failure what the application threw; null if it returned */
    private record Result(@Nullable Exception failure) {}

    private final HttpHandler application;
    private final TransportLimits limits;
    private final Connections connections;
    private final BodyBudget budget;
    private final WorkerPool workers;
    private final Senders senders = new Senders();
    private final StreamSlots slots;
    private final Consumer<CompletedRequest> observer;
    private final RequestSpans spans;

    FrontHandler(
            HttpHandler application,
            TransportLimits limits,
            Connections connections,
            BodyBudget budget,
            WorkerPool workers,
            Consumer<CompletedRequest> observer,
            RequestSpans spans) {
        this.spans = spans;
        this.application = application;
        this.limits = limits;
        this.connections = connections;
        this.budget = budget;
        this.workers = workers;
        this.observer = observer;
        this.slots = new StreamSlots(limits.maxStreams(), limits.streamShare());
        setAllowCustomStatusMessage(false);
    }

    @Override
    public void start() {
        application.start();
    }

    @Override
    public void destroy() {
        application.destroy();
    }

    /** Number of requests whose body or response is being streamed now. */
    int streams() {
        return slots.taken();
    }

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return this::executor;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (request.getAttribute(REFUSAL) instanceof Refusal refusal) {
            refuse(request, response, refusal);
        } else if (request.getAttribute(RESULT) instanceof Result result) {
            if (result.failure() != null) {
                throw result.failure();
            }
        } else {
            serve(request, response);
        }
    }

    private void serve(Request request, Response response) throws Exception {
        admitPages(request, response);
        MDC.put(HttpTransport.LOGGED_ID, requestId(request));
        Scope scope = exchange(request).span().makeCurrent();
        try {
            application.service(request, response);
        } catch (Exception | Error failure) {
            if (response.isCommitted()) {
                exchange(request).cut();
            }
            throw failure;
        } finally {
            scope.close();
            MDC.remove(HttpTransport.LOGGED_ID);
        }
    }

    private void admitPages(Request request, Response response) {
        limits.corsOrigins().addTo(request.getHeader("Origin"), response::addHeader);
    }

    /**
     * Chooses where Grizzly's tasks run. Grizzly asks once for the request itself, and again for each of its read and
     * write events; those run where they occur.
     */
    private @Nullable Executor executor(Request request) {
        if (request.getAttribute(DISPATCHED) != null) {
            return null;
        }
        request.setAttribute(DISPATCHED, true);
        return work -> {
            ClientConnection client = connections.get(request.getContext().getConnection());
            Exchange exchange = new Exchange(request, client, senders, slots, spans.start(request));
            request.setAttribute(Exchange.PROPERTY, exchange);
            request.addAfterServiceListener(served -> end(served, exchange));
            client.whenWritten(() -> dispatch(request, client, exchange, work));
        };
    }

    private void dispatch(Request request, ClientConnection client, Exchange exchange, Runnable work) {
        if (!client.isOpen()) {
            refuseLater(request, client, work, BodyWait.ABANDONED);
            return;
        }
        boolean hasBody =
                request.getContentLengthLong() > 0 || request.getRequest().isChunked();
        if (hasBody && StreamedTypes.areRead(request.getContentType())) {
            stream(request, client, exchange, work);
        } else if (hasBody) {
            BodyWait.start(request, client, limits, budget, exchange.sender().account(), refusal -> {
                if (refusal == null) {
                    run(request, client, exchange, work);
                } else {
                    refuseLater(request, client, work, refusal);
                }
            });
        } else {
            run(request, client, exchange, work);
        }
    }

    private void end(Request request, Exchange exchange) {
        exchange.end();
        Refusal refusal = (Refusal) request.getAttribute(REFUSAL);
        exchange.served(request, refusal).tell(observer);
    }

    private static String requestId(Request request) {
        return (String) request.getAttribute(HttpTransport.REQUEST_ID);
    }

    private void run(Request request, ClientConnection client, Exchange exchange, Runnable work) {
        workers.run(
                exchange.sender(),
                place -> {
                    exchange.runs(place);
                    Deadline.set(place.deadline());
                    try {
                        work.run();
                    } finally {
                        Deadline.clear();
                    }
                },
                refusal -> refuseLater(request, client, work, refusal));
    }

    /** Runs a request whose body is still arriving. */
    private void stream(Request request, ClientConnection client, Exchange exchange, Runnable work) {
        Refusal refusal = exchange.startStreaming();
        if (refusal != null) {
            refuseLater(request, client, work, refusal);
            return;
        }
        Object account = exchange.sender().account();
        refusal = budget.take(account, StreamedBody.CAPACITY);
        if (refusal != null) {
            refuseLater(request, client, work, refusal);
            return;
        }
        request.addAfterServiceListener(served -> budget.giveBack(account, StreamedBody.CAPACITY));
        StreamedBodyFeed feed = new StreamedBodyFeed(request, client, limits);
        request.setAttribute(Streaming.BODY, feed.body());
        client.streams(feed.body());
        feed.start();
        try {
            workers.stream(() -> {
                request.setAttribute(RESULT, result(request));
                client.onSelector(() -> {
                    feed.stop();
                    work.run();
                });
            });
        } catch (RejectedExecutionException e) {
            feed.stop();
            refuseLater(request, client, work, Refusal.busy("the server stops"));
        }
    }

    /** Runs the application only: Grizzly's own end of the work would end the request on this thread. */
    private Result result(Request request) {
        try {
            serve(request, request.getResponse());
            return new Result(null);
        } catch (Exception failure) {
            return new Result(failure);
        } catch (Error failure) {
            return new Result(new IllegalStateException(failure));
        }
    }

    private static Exchange exchange(Request request) {
        return (Exchange) request.getAttribute(Exchange.PROPERTY);
    }

    /** Rejects a request, but not at once, since Grizzly may still be dispatching it. */
    private static void refuseLater(Request request, ClientConnection client, Runnable work, Refusal refusal) {
        request.setAttribute(REFUSAL, refusal);
        client.refused();
        client.onSelector(work);
    }

    private void refuse(Request request, Response response, Refusal refusal) throws IOException {
        if (!request.getContext().getConnection().isOpen()) {
            return;
        }
        admitPages(request, response);
        byte[] body = refusal.body(request.getRequestURI(), requestId(request));
        response.setStatus(refusal.type().status());
        refusal.headers().forEach(response::setHeader);
        Refusal.COMMON_HEADERS.forEach(response::setHeader);
        response.setHeader("Connection", "close");
        response.setContentType(Refusal.CONTENT_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
