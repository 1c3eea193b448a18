package dev.docket.server.idempotency;

/** A request with the same key was committed while this one was worked on: all that this one did must be undone. */
public final class KeyUsedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyUsedException() {
        super("an answer is stored for this key already");
    }
}
