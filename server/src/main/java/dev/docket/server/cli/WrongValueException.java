package dev.docket.server.cli;

/** A value on the command line or in the environment is wrong, with any content of the database: exit code 2. */
final class WrongValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the option and its variable */
    WrongValueException(String message) {
        super(message);
    }
}
