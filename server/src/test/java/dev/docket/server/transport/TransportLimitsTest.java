package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransportLimitsTest {

    @Test
    void haveTheseDefaults() {
        assertThat(TransportLimits.defaults())
                .isEqualTo(new TransportLimits(
                        16_384,
                        1_048_576,
                        1_099_511_627_776L,
                        67_108_864,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(30),
                        10_000,
                        32,
                        16,
                        256,
                        Duration.ofSeconds(30)));
    }

    @Test
    void arePositive() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() ->
                        new TransportLimits(1, 1, 1, 1, second, Duration.ZERO, second, second, 1, 2, 1, 1, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bodyTimeout in ms must be positive, not 0");
        assertThatThrownBy(() -> new TransportLimits(1, 1, 1, 1, second, second, second, second, 1, 0, 1, 1, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers must be positive, not 0");
    }

    @Test
    void leaveWorkersForWhatIsNoStream() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new TransportLimits(1, 1, 1, 1, second, second, second, second, 1, 2, 2, 1, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxStreams must be less than workers, not 2");
    }
}
