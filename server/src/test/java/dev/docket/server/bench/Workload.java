package dev.docket.server.bench;

import java.util.SplittableRandom;

/** What clients ask for. Called by many threads, each with a random of its own. */
interface Workload {

    /**
     * @param status of the answer that it must have
     * @param creates whether a ticket is stored then
     */
    record Request(byte[] bytes, int status, boolean creates) {}

    Request next(SplittableRandom random);
}
