package dev.docket.server.http.transport;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the application run a request once all of it is there and a worker is free.
 *
 * <p>Grizzly suspends a request, hands the rest of its work to an executor and ends the request when that work is done.
 * The executor here holds the work back until the body is complete, and then gives it to the bounded pool. So nothing
 * needs to touch a {@code Response} after the application had it, which Grizzly may by then use for another request, and
 * the application may suspend the response itself.
 */
final class FrontHandler extends HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);

    private static final String DISPATCHED = FrontHandler.class.getName() + ".dispatched";
    private static final String REFUSAL = FrontHandler.class.getName() + ".refusal";

    private final HttpHandler application;
    private final TransportLimits limits;
    private final Connections connections;
    private final BodyBudget budget;
    private final Executor workers;

    FrontHandler(
            HttpHandler application,
            TransportLimits limits,
            Connections connections,
            BodyBudget budget,
            Executor workers) {
        this.application = application;
        this.limits = limits;
        this.connections = connections;
        this.budget = budget;
        this.workers = workers;
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

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return this::executor;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (request.getAttribute(REFUSAL) instanceof Refusal refusal) {
            refuse(request, response, refusal);
        } else {
            application.service(request, response);
        }
    }

    /**
     * Grizzly asks once for the request itself, and again for each of its read and write events; those run where they
     * occur.
     */
    private @Nullable Executor executor(Request request) {
        if (request.getAttribute(DISPATCHED) != null) {
            return null;
        }
        request.setAttribute(DISPATCHED, true);
        return work -> dispatch(request, work);
    }

    private void dispatch(Request request, Runnable work) {
        ClientConnection client = connections.get(request.getContext().getConnection());
        if (request.getContentLength() > 0 || request.getRequest().isChunked()) {
            BodyWait.start(request, client, limits, budget, refusal -> {
                if (refusal == null) {
                    run(request, client, work);
                } else {
                    refuseLater(request, client, work, refusal);
                }
            });
        } else {
            run(request, client, work);
        }
    }

    private void run(Request request, ClientConnection client, Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            refuseLater(request, client, work, Refusal.busy("all workers are taken and the queue is full"));
        }
    }

    /** Not at once, since the request may be in the middle of being dispatched. */
    private static void refuseLater(Request request, ClientConnection client, Runnable work, Refusal refusal) {
        request.setAttribute(REFUSAL, refusal);
        client.refused();
        client.onSelector(work);
    }

    private static void refuse(Request request, Response response, Refusal refusal) throws IOException {
        if (!request.getContext().getConnection().isOpen()) {
            return;
        }
        String requestId = (String) request.getAttribute(HttpTransport.REQUEST_ID);
        LOG.info("refused {}: {} ({})", requestId, refusal.type().urn(), refusal.detail());
        byte[] body = refusal.body(request.getRequestURI(), requestId);
        response.setStatus(refusal.type().status());
        refusal.headers().forEach(response::setHeader);
        response.setHeader("Connection", "close");
        response.setContentType(Refusal.CONTENT_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
