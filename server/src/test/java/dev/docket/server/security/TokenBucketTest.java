package dev.docket.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final Instant START = Instant.parse("2026-03-06T21:30:00Z");

    private final TokenBucket bucket = new TokenBucket(3, 2, START);

    private void empty() {
        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(START).isTaken()).isTrue();
        }
    }

    @Test
    void saysWhatIsLeftAndWhenItIsFullAgain() {
        assertThat(bucket.take(START)).isEqualTo(new TokenBucket.State(true, 3, 2, 0, 1));
        assertThat(bucket.take(START)).isEqualTo(new TokenBucket.State(true, 3, 1, 0, 1));
        assertThat(bucket.take(START)).isEqualTo(new TokenBucket.State(true, 3, 0, 1, 2));
        assertThat(bucket.take(START)).isEqualTo(new TokenBucket.State(false, 3, 0, 1, 2));
    }

    @Test
    void gainsTokensInHoweverSmallSteps() {
        empty();
        for (int nanos = 100_000; nanos < 500_000_000; nanos += 100_000) {
            assertThat(bucket.take(START.plusNanos(nanos)).isTaken()).isFalse();
        }

        // Nanoseconds are not binary fractions of a second.
        assertThat(bucket.take(START.plusNanos(500_000_100)).isTaken()).isTrue();
    }

    @Test
    void holdsNoMoreThanItsSize() {
        assertThat(bucket.take(START.plus(Duration.ofDays(300))).remaining()).isEqualTo(2);
    }

    @Test
    void continuesWhenTheClockWasSetBack() {
        empty();
        Instant before = START.minus(Duration.ofHours(1));

        assertThat(bucket.take(before).isTaken()).isFalse();
        assertThat(bucket.take(before.plusSeconds(1)).isTaken()).isTrue();
    }
}
