package dev.docket.server.idempotency;

/**
 * A request with the same key was committed while this one was processed: everything this one did must be rolled back.
 */
public final class KeyUsedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyUsedException() {
        super("a response is stored for this key already");
    }
}
