package dev.docket.persistence.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The seeds of randomized tests. A build has one, always the same, so that it has the same result for the same code.
 * {@code mvn -Prandom verify} runs only these tests, with other seeds, and prints the seeds:
 *
 * <ul>
 *   <li>{@code -Dtest.seed=…} is the first seed: a number repeats a run, {@code random} draws one;
 *   <li>{@code -Dtest.seeds=…} is the number of seeds, 1 by default; those after the first are derived from it.
 * </ul>
 */
public final class Seeds {

    private static final String FIXED = "20261130";

    private static final List<Long> ALL =
            all(System.getProperty("test.seed", FIXED), Integer.getInteger("test.seeds", 1));

    private Seeds() {}

    /** Every seed of this run. */
    public static Stream<Long> all() {
        return ALL.stream();
    }

    /** The seed for randomized work that is done once in a run. */
    public static long first() {
        return ALL.get(0);
    }

    /** The number of seeds of this run, 1 or more. */
    public static int count() {
        return ALL.size();
    }

    private static List<Long> all(String first, int count) {
        // Small numbers, since people type them.
        SplittableRandom random = new SplittableRandom();
        long seed = first.equals("random") ? random.nextInt(Integer.MAX_VALUE) : Long.parseLong(first);
        List<Long> seeds = LongStream.concat(
                        LongStream.of(seed), new SplittableRandom(seed).longs(count - 1L, 0, Integer.MAX_VALUE))
                .boxed()
                .toList();
        if (!first.equals(FIXED)) {
            System.out.printf("-Dtest.seed=%d -Dtest.seeds=%d, which are %s%n", seed, count, seeds);
        }
        return seeds;
    }
}
