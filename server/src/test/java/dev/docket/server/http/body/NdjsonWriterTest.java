package dev.docket.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.api.model.TicketTypeInput;
import dev.docket.server.http.body.NdjsonReader.Line;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NdjsonWriterTest {

    private final AtomicInteger flushed = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream() {
        @Override
        public void flush() {
            flushed.incrementAndGet();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    };

    @Test
    void writesALineEach() throws IOException {
        try (NdjsonWriter writer = new NdjsonWriter(sent)) {
            writer.write(new TicketTypeInput().name("a\nb\u00e9"));
            writer.write(new TicketTypeInput().name("c"));
        }

        assertThat(sent.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
        NdjsonReader<TicketTypeInput> reader =
                new NdjsonReader<>(new ByteArrayInputStream(sent.toByteArray()), TicketTypeInput.class);
        assertThat(nameOf(reader.next())).isEqualTo("a\nb\u00e9");
        assertThat(nameOf(reader.next())).isEqualTo("c");
        assertThat(reader.next()).isNull();
    }

    @Test
    void sendsInPortionsAndWhenItIsToldTo() throws IOException {
        NdjsonWriter writer = new NdjsonWriter(sent);
        writer.write(new TicketTypeInput().name("a"));
        assertThat(sent.size()).isZero();

        writer.flush();
        int first = sent.size();
        assertThat(first).isPositive();
        writer.flush();
        assertThat(flushed).hasValue(1);

        for (int i = 0; sent.size() == first; i++) {
            assertThat(i).isLessThan(1_000);
            writer.write(new TicketTypeInput().name("x".repeat(100)));
        }
        assertThat(sent.size() - first).isBetween(16 * 1024, 17 * 1024);
        assertThat(flushed).hasValue(2);
    }

    @Test
    void leavesItsStreamOpen() throws IOException {
        new NdjsonWriter(sent).close();

        assertThat(sent.size()).isZero();
        assertThat(closed).hasValue(0);
    }

    private static String nameOf(Line<TicketTypeInput> line) {
        return Objects.requireNonNull(Objects.requireNonNull(line).value()).getName();
    }
}
