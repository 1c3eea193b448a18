package dev.docket.server.transport;

import dev.docket.server.http.problem.ProblemType;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glassfish.grizzly.ReadHandler;
import org.glassfish.grizzly.http.HttpBrokenContentException;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.io.NIOInputStream;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the body of one request without holding a thread, and counts its bytes as they arrive.
 *
 * <p>Ends exactly once: with the whole body, or with the reason why it will not arrive.
 */
final class BodyWait implements ReadHandler {

    /** The client is gone, so this response is never read. */
    static final Refusal ABANDONED =
            Refusal.of(ProblemType.REQUEST_TIMEOUT, "the connection was closed before the body was complete");

    private final ClientConnection client;
    private final HttpRequestPacket packet;
    private final NIOInputStream input;
    private final TransportLimits limits;
    private final BodyBudget budget;
    private final Object account;
    private final Consumer<@Nullable Refusal> end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private int held;

    private BodyWait(
            ClientConnection client,
            Request request,
            TransportLimits limits,
            BodyBudget budget,
            Object account,
            Consumer<@Nullable Refusal> end) {
        this.client = client;
        this.packet = request.getRequest();
        this.input = request.getNIOInputStream();
        this.limits = limits;
        this.budget = budget;
        this.account = account;
        this.end = end;
    }

    /**
     * @param account whose share of the budget the body takes
     * @param end takes null when the whole body has arrived, else the reason why the request is not served
     */
    static void start(
            Request request,
            ClientConnection client,
            TransportLimits limits,
            BodyBudget budget,
            Object account,
            Consumer<@Nullable Refusal> end) {
        BodyWait wait = new BodyWait(client, request, limits, budget, account, end);
        request.addAfterServiceListener(served -> budget.giveBack(account, wait.held));
        client.awaitBody(wait, limits.bodyTimeout());
        wait.input.notifyAvailable(wait, 1);
    }

    @Override
    public void onDataAvailable() {
        // The next request may follow the last byte; waiting for more would read it as a part of this body.
        if (count() && packet.isExpectContent()) {
            input.notifyAvailable(this, held + 1);
        }
    }

    @Override
    public void onAllDataRead() {
        if (count()) {
            end(null);
        }
    }

    @Override
    public void onError(Throwable error) {
        end(refusalOf(error));
    }

    /** Why no more of a body will arrive. */
    static Refusal refusalOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpBrokenContentException broken) {
                return Refusal.malformed("the body contradicts its framing:  " + broken.getMessage());
            }
        }
        return ABANDONED;
    }

    void timedOut() {
        end(Refusal.of(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time"));
    }

    /** The client is gone, but the request must still be completed. */
    void abandoned() {
        end(ABANDONED);
    }

    /** @return whether to read more of the body */
    private boolean count() {
        if (ended.get()) {
            return false;
        }
        int ready = input.readyData();
        if (ready > limits.maxBodyBytes()) {
            end(RequestHead.tooLarge(limits.maxBodyBytes()));
            return false;
        }
        Refusal refusal = budget.take(account, ready - held);
        if (refusal != null) {
            end(refusal);
            return false;
        }
        held = ready;
        return true;
    }

    private void end(@Nullable Refusal refusal) {
        if (ended.compareAndSet(false, true)) {
            client.bodyEnded();
            end.accept(refusal);
        }
    }
}
