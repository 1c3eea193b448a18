package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamedBodyTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final StreamedBody body = new StreamedBody(new LeastRate(1, Wait.PATIENCE), asked::incrementAndGet);

    @Test
    void givesWhatCameInItsOrder() throws IOException {
        body.add(bytes("ab"));
        body.add(bytes(""));
        body.add(bytes("cde"));
        body.complete();

        assertThat(body.available()).isEqualTo(5);
        assertThat(body.read()).isEqualTo('a');
        assertThat(body.readAllBytes()).isEqualTo(bytes("bcde"));
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.available()).isZero();
    }

    @Test
    void waitsForWhatIsStillToCome() throws Exception {
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try {
                return body.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        body.add(bytes("ab"));
        body.add(bytes("cd"));
        body.complete();

        assertThat(Wait.result(read)).isEqualTo(bytes("abcd"));
    }

    @Test
    void hasRoomForItsCapacityAndAsksForMoreOnceHalfOfItIsRead() throws IOException {
        byte[] piece = new byte[StreamedBody.MAX_PIECE];

        assertThat(body.add(piece)).isTrue();
        assertThat(body.add(piece)).isTrue();
        assertThat(body.add(piece)).isTrue();
        assertThat(body.add(piece)).isFalse();
        assertThat(body.available()).isEqualTo(StreamedBody.CAPACITY);

        body.readNBytes(StreamedBody.CAPACITY / 2 - 1);
        assertThat(asked).hasValue(0);
        body.readNBytes(1);
        assertThat(asked).hasValue(1);
        body.readNBytes(StreamedBody.CAPACITY / 2);
        assertThat(asked).hasValue(1);
    }

    @Test
    void failsAfterWhatCameBefore() throws IOException {
        body.add(bytes("ab"));
        body.fail(Refusal.malformed("broken"));
        body.fail(Refusal.busy("later"));
        body.complete();

        assertThat(body.isComplete()).isFalse();
        assertThat(body.readNBytes(2)).isEqualTo(bytes("ab"));
        assertThatThrownBy(body::read)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST))
                .hasMessage("broken");
    }

    @Test
    void failsNoMoreAfterItsEnd() throws IOException {
        body.complete();
        body.fail(Refusal.malformed("broken"));

        assertThat(body.isComplete()).isTrue();
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void failsIfNothingComesForTooLong() {
        StreamedBody slow = new StreamedBody(new LeastRate(1, Duration.ofMillis(1)), () -> {});

        assertThatThrownBy(slow::read)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.REQUEST_TIMEOUT));
        slow.complete();
        assertThat(slow.isComplete()).isFalse();
    }

    @Test
    void failsIfItComesTooSlowly() throws IOException {
        StreamedBody slow = new StreamedBody(new LeastRate(1024, Duration.ofMillis(1)), () -> {});
        slow.add(bytes("a"));
        assertThat(slow.read()).isEqualTo('a');

        assertThatThrownBy(slow::read)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.REQUEST_TIMEOUT))
                .hasMessageContaining("too slowly");
    }

    @Test
    void isNotReadByAThreadThatIsToStop() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(body::read).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
