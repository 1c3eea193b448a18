package dev.docket.server.bench;

import java.util.SplittableRandom;

/** The requests of clients. Called by many threads, each with its own random generator. */
interface Workload {

    /**
     * @param status expected status of the response
     * @param creates whether a ticket is stored in that case
     */
    record Request(byte[] bytes, int status, boolean creates) {}

    Request next(SplittableRandom random);
}
