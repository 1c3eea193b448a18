package dev.docket.server.bench;

import java.util.SplittableRandom;

/** The times at which requests are sent. */
interface Arrivals {

    /**
     * The time at which the next request is due, by {@link System#nanoTime}; it may have passed. Called by many
     * threads.
     */
    long next();

    /** A closed loop: each client sends its next request as soon as the one before has its response. */
    static Arrivals atOnce() {
        return System::nanoTime;
    }

    /**
     * An open loop: requests do not depend on earlier ones. A request that waits for a free client is due all the same,
     * and its wait counts, so that no latency is omitted because the server was slow.
     *
     * @param perSecond average; the intervals are those of a Poisson process
     */
    static Arrivals poisson(double perSecond, long seed) {
        return new Arrivals() {
            private final SplittableRandom random = new SplittableRandom(seed);
            private final long start = System.nanoTime();
            private double nanos;

            @Override
            public synchronized long next() {
                nanos -= Math.log(1 - random.nextDouble()) / perSecond * 1e9;
                return start + (long) nanos;
            }
        };
    }
}
