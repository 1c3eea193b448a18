package dev.docket.server.bench;

import java.util.SplittableRandom;

/** When requests are to be sent. */
interface Arrivals {

    /** When the next one is due, by {@link System#nanoTime}; that may be past already. Called by many threads. */
    long next();

    /** A closed loop: as soon as a client has nothing else to do. */
    static Arrivals atOnce() {
        return System::nanoTime;
    }

    /**
     * An open loop: whoever asks knows nothing of those before. A request that has to wait for a client was due all the same,
     * so what it waited counts: nothing is omitted because the server was slow.
     *
     * @param perSecond on average; intervals are those of a Poisson process
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
