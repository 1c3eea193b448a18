package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransportLimitsTest {

    @Test
    void haveTheseDefaults() {
        assertThat(TransportLimits.defaults())
                .isEqualTo(TransportLimitsBuilder.builder()
                        .maxHeadBytes(16_384)
                        .maxBodyBytes(1_048_576)
                        .maxStreamedBodyBytes(1_099_511_627_776L)
                        .maxBufferedBodyBytes(67_108_864)
                        .maxBufferedBodyBytesPerAccount(25_165_824)
                        .headTimeout(Duration.ofSeconds(10))
                        .bodyTimeout(Duration.ofSeconds(20))
                        .idleTimeout(Duration.ofSeconds(75))
                        .writeTimeout(Duration.ofSeconds(30))
                        .minBytesPerSecond(1024)
                        .maxUnreadResponseBytes(67_108_864)
                        .maxConnections(10_000)
                        .maxConnectionsPerAddress(5_000)
                        .trustedProxies(TrustedProxies.NONE)
                        .corsOrigins(CorsOrigins.NONE)
                        .workers(48)
                        .workerShare(new TransportLimits.Share(32, 40))
                        .maxStreams(48)
                        .streamShare(new TransportLimits.Share(16, 32))
                        .maxQueuedRequests(256)
                        .requestTimeout(Duration.ofSeconds(30))
                        .stopTimeout(Duration.ofSeconds(30))
                        .build());
    }

    private static TransportLimitsBuilder limits() {
        return TransportLimitsBuilder.builder(TransportLimits.defaults());
    }

    @Test
    void arePositive() {
        assertThatThrownBy(() -> limits().bodyTimeout(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bodyTimeout in ms must be positive, not 0");
        assertThatThrownBy(() -> limits().workers(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers must be positive, not 0");
    }

    @Test
    void leaveWorkersAndStreamsForOthers() {
        TransportLimits defaults = TransportLimits.defaults();

        assertThat(defaults.workerShare().perToken())
                .isLessThan(defaults.workerShare().perAccount());
        assertThat(defaults.workerShare().perAccount()).isLessThan(defaults.workers());
        assertThat(defaults.streamShare().perToken())
                .isLessThan(defaults.streamShare().perAccount());
        assertThat(defaults.streamShare().perAccount()).isLessThan(defaults.maxStreams());
    }
}
