package dev.docket.server.transport;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The requests that may stream at a time, and the shares of one token and of one account. Thread-safe. */
final class StreamSlots {

    private final int all;
    private final Semaphore free;
    private final TransportLimits.Share share;
    private final Shares tokens;
    private final Shares accounts;

    StreamSlots(int all, TransportLimits.Share share) {
        this.all = all;
        this.free = new Semaphore(all);
        this.share = share;
        this.tokens = new Shares(share.perToken());
        this.accounts = new Shares(share.perAccount());
    }

    /** Number of streams now. */
    int taken() {
        return all - free.availablePermits();
    }

    /** @return why the sender may not begin to stream; null if it may, and then {@link #giveBack} must follow */
    @Nullable
    Refusal take(Sender sender) {
        if (!free.tryAcquire()) {
            return Refusal.busy("too many requests or responses are being streamed; retry when one has ended");
        }
        Refusal refusal = takeShare(sender);
        if (refusal != null) {
            free.release();
        }
        return refusal;
    }

    void giveBack(Sender sender) {
        giveShareBack(sender);
        free.release();
    }

    /** @return why the stream of one sender may not be counted as that of another; null if it is counted so now */
    @Nullable
    Refusal move(Sender from, Sender to) {
        Refusal refusal = takeShare(to);
        if (refusal == null) {
            giveShareBack(from);
        }
        return refusal;
    }

    private @Nullable Refusal takeShare(Sender sender) {
        if (sender.token() != null && !tokens.take(sender.token())) {
            return tooMany("this token streams %d requests or responses already".formatted(share.perToken()));
        }
        if (accounts.take(sender.account())) {
            return null;
        }
        if (sender.token() != null) {
            tokens.giveBack(sender.token());
        }
        return tooMany(
                "%d requests or responses of this account are being streamed already".formatted(share.perAccount()));
    }

    private void giveShareBack(Sender sender) {
        if (sender.token() != null) {
            tokens.giveBack(sender.token());
        }
        accounts.giveBack(sender.account());
    }

    private static Refusal tooMany(String what) {
        return Refusal.tooMany(what + "; retry when one of them has ended");
    }
}
