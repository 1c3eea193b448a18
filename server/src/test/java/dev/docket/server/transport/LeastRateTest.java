package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeastRateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LeastRate rate = new LeastRate(1024, Duration.ofSeconds(20));

    @Test
    void isNotJudgedBeforeItsPeriodIsOver() {
        assertThat(rate.waited(20 * SECOND - 1)).isTrue();
        assertThat(rate.untilJudged()).isEqualTo(1);
        assertThat(rate.waited(1)).isFalse();
    }

    @Test
    void isAnAverageOverItsPeriod() {
        rate.moved(20 * 1024);
        assertThat(rate.waited(20 * SECOND)).isTrue();

        rate.moved(20 * 1024 - 1);
        assertThat(rate.waited(20 * SECOND)).isFalse();
    }

    @Test
    void isNotSavedUpForTheNextPeriod() {
        rate.moved(1_000_000_000);
        assertThat(rate.waited(20 * SECOND)).isTrue();

        assertThat(rate.waited(20 * SECOND)).isFalse();
    }

    @Test
    void isTakenOverTheWholeTimeIfItIsJudgedLate() {
        rate.moved(20 * 1024);
        assertThat(rate.waited(40 * SECOND)).isFalse();
    }

    @Test
    void isJudgedAnewAfterARestart() {
        rate.waited(19 * SECOND);
        rate.restart();

        assertThat(rate.waited(19 * SECOND)).isTrue();
    }
}
