package dev.docket.server.rotations.deck;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Integer division that loses nothing: the largest remainders are rounded up, the others down. */
final class Apportionment {
    private Apportionment() {}

    /**
     * Divides each numerator so that the quotients sum to exactly the quotient of the sum. Each is less than 1 from its
     * exact value, and they have the order of the numerators.
     *
     * @param denominator positive, a divisor of the sum of the numerators
     */
    static long[] divide(long[] numerators, long denominator) {
        long[] quotients = Arrays.stream(numerators)
                .map(numerator -> Math.floorDiv(numerator, denominator))
                .toArray();
        long[] remainders = Arrays.stream(numerators)
                .map(numerator -> Math.floorMod(numerator, denominator))
                .toArray();
        IntStream.range(0, numerators.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> remainders[i]).reversed())
                .limit(Arrays.stream(remainders).sum() / denominator)
                .forEach(i -> quotients[i]++);
        return quotients;
    }

    /**
     * Shares a total in proportion to parts, exactly.
     *
     * @param parts of the same sign; all zero only if the total is zero
     */
    static long[] share(long total, long[] parts) {
        BigInteger sum = BigInteger.valueOf(Arrays.stream(parts).sum());
        if (sum.signum() == 0) {
            return new long[parts.length];
        }
        // Rounded towards zero, the shares are short of the total by less than one unit each.
        long[] shares = Arrays.stream(parts)
                .map(part -> BigInteger.valueOf(total)
                        .multiply(BigInteger.valueOf(part))
                        .divide(sum)
                        .longValueExact())
                .toArray();
        long rest = total - Arrays.stream(shares).sum();
        for (int i = 0; rest != 0; i++) {
            if (parts[i] != 0) {
                shares[i] += Long.signum(rest);
                rest -= Long.signum(rest);
            }
        }
        return shares;
    }
}
