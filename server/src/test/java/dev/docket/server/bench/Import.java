package dev.docket.server.bench;

/** Tickets that come in one request, line by line. */
final class Import {

    static final String PER_SECOND = "tickets per second of an import";

    private Import() {}
}
