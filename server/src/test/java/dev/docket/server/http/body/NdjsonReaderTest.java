package dev.docket.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.api.model.TicketTypeInput;
import dev.docket.api.model.Violation;
import dev.docket.server.http.body.NdjsonReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonReaderTest {

    private static final int MAX = NdjsonReader.MAX_LINE_BYTES;

    private static String named(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private static List<Line<TicketTypeInput>> read(InputStream stream) throws IOException {
        NdjsonReader<TicketTypeInput> reader = new NdjsonReader<>(stream, TicketTypeInput.class);
        List<Line<TicketTypeInput>> lines = new ArrayList<>();
        for (Line<TicketTypeInput> line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    /** Each character is one byte. */
    private static List<Line<TicketTypeInput>> read(String bytes) throws IOException {
        return read(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** {@code number name} of a valid line, {@code number code pointer, …} of another. */
    private static List<String> summary(String bytes) throws IOException {
        return read(bytes).stream().map(NdjsonReaderTest::summary).toList();
    }

    private static String summary(Line<TicketTypeInput> line) {
        List<String> violations = line.violations().stream()
                .map(violation -> violation.getCode() + " " + violation.getPointer())
                .toList();
        return line.number()
                + " "
                + (line.isValid()
                        ? Objects.requireNonNull(line.value()).getName()
                        : String.join(", ", violations).strip());
    }

    @Nested
    class Lines {

        @Test
        void endWithLfOrCrLfAndTheLastMayDoWithout() throws IOException {
            assertThat(summary(named("a") + "\n" + named("b") + "\r\n" + named("c")))
                    .containsExactly("1 a", "2 b", "3 c");
            assertThat(summary(named("a") + "\n")).containsExactly("1 a");
            assertThat(summary(named("a") + "\r")).containsExactly("1 a");
        }

        @Test
        void thatAreBlankArePassedOverAndCounted() throws IOException {
            assertThat(summary("\n" + named("a") + "\n\r\n \t\r\n" + named("b") + "\n\n  "))
                    .containsExactly("2 a", "5 b");
        }

        @Test
        void mayFollowAByteOrderMark() throws IOException {
            String mark = "\u00EF\u00BB\u00BF";

            assertThat(summary(mark + named("a") + "\n" + named("b"))).containsExactly("1 a", "2 b");
            assertThat(summary(mark + "\r\n" + named("b"))).containsExactly("2 b");
            assertThat(summary(mark + " " + named("a"))).containsExactly("1 a");
            assertThat(summary(mark)).isEmpty();
            // Anywhere else it is not JSON.
            assertThat(summary(named("a") + "\n" + mark + named("b"))).containsExactly("1 a", "2 malformed");
            assertThat(summary(mark + mark + named("a"))).containsExactly("1 malformed");
            assertThat(summary(mark.substring(0, 2) + named("a"))).containsExactly("1 malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "\r\n", " ", "\r"})
        void needNotBe(String bytes) throws IOException {
            assertThat(read(bytes)).isEmpty();
        }

        @Test
        void mayBeBrokenAnywhereByTheNetwork() throws IOException {
            byte[] bytes = (named("a") + "\r\n" + named("\u00e9") + "\n").getBytes(StandardCharsets.UTF_8);
            InputStream oneByOne = new ByteArrayInputStream(bytes) {
                @Override
                public int read(byte[] target, int offset, int length) {
                    return super.read(target, offset, Math.min(1, length));
                }
            };

            assertThat(read(oneByOne)).extracting(NdjsonReaderTest::summary).containsExactly("1 a", "2 \u00e9");
        }

        @Test
        void mayBeOfTheLargestSize() throws IOException {
            String largest = named("a") + " ".repeat(MAX - named("a").length());

            assertThat(summary(largest + "\n" + largest + "\r\n" + largest)).containsExactly("1 a", "2 a", "3 a");
        }

        @Test
        void thatAreTooLongAreReportedAndPassedOver() throws IOException {
            String longer = named("a") + " ".repeat(MAX + 1 - named("a").length());

            assertThat(summary(longer + "\n" + named("b") + "\n" + longer + longer + longer + "\r\n" + named("c") + "\n"
                            + longer))
                    .containsExactly("1 too_long", "2 b", "3 too_long", "4 c", "5 too_long");
        }

        @Test
        void areManyWithoutBeingHeld() throws IOException {
            byte[] line = (named("a") + "\n").getBytes(StandardCharsets.US_ASCII);
            int lines = 20_000;
            InputStream endless = new InputStream() {
                private long position;

                @Override
                public int read() {
                    return position < (long) lines * line.length ? line[(int) (position++ % line.length)] : -1;
                }
            };
            NdjsonReader<TicketTypeInput> reader = new NdjsonReader<>(endless, TicketTypeInput.class);
            long last = 0;
            for (Line<TicketTypeInput> next = reader.next(); next != null; next = reader.next()) {
                last = next.number();
            }

            assertThat(last).isEqualTo(lines);
        }
    }

    @Nested
    class BrokenLines {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{",
                    "{} {}",
                    "{}x",
                    "[]",
                    "7",
                    "\"a\"",
                    "{'name':'a'}",
                    "{\"name\":\"a\rb\"}",
                    "{\"name\":\"a\",\"name\":\"b\"}",
                    // ill-formed UTF-8: a byte that never is, an overlong slash, a surrogate, half a character
                    "{\"name\":\"\u00ff\"}",
                    "{\"name\":\"\u00c0\u00af\"}",
                    "{\"name\":\"\u00ed\u00a0\u0080\"}",
                    "{\"name\":\"\u00c3\"}",
                    // a byte order mark, and UTF-16
                    "\u00ef\u00bb\u00bf{\"name\":\"a\"}",
                    "\u0000{\u0000}"
                })
        void areMalformedByThemselves(String line) throws IOException {
            assertThat(summary(named("a") + "\n" + line + "\n" + named("c")))
                    .containsExactly("1 a", "2 malformed", "3 c");
        }

        @Test
        void thatAreNullAreNoObjects() throws IOException {
            assertThat(summary("null\n" + named("b"))).containsExactly("1 required", "2 b");
        }

        @Test
        void mayBeNestedTooDeeply() throws IOException {
            String deep = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}";

            assertThat(read(deep + "\n" + named("b")))
                    .satisfiesExactly(
                            line -> assertThat(line.violations())
                                    .singleElement()
                                    .extracting(Violation::getDetail)
                                    .asString()
                                    .contains("nested too deeply"),
                            line -> assertThat(line.isValid()).isTrue());
        }

        @Test
        void mayHoldTextThatCannotBeKept() throws IOException {
            assertThat(summary("{\"name\":\"a\\u0000\"}\n{\"name\":\"\\ud800\"}\n" + named("c")))
                    .containsExactly("1 invalid_text /name", "2 invalid_text /name", "3 c");
        }

        @Test
        void areReportedWithEverythingThatBreaksTheContractInTheOrderOfItsPlaces() throws IOException {
            assertThat(summary("{\"zzz\":1,\"sortOrder\":\"1\",\"description\":null,\"id\":\"a b\"}\n" + named("b")))
                    .containsExactly(
                            "1 wrong_type /description, invalid_format /id, required /name, wrong_type /sortOrder,"
                                    + " unknown_property /zzz",
                            "2 b");
        }

        @Test
        void areNamedInOurOwnWords() throws IOException {
            assertThat(read("{\"name\"\n{\"name\":\"a\",\"name\":\"b\"}\n"))
                    .flatExtracting(Line::violations)
                    .extracting(Violation::getDetail)
                    .allSatisfy(detail -> assertThat(detail).doesNotContain("com.fasterxml", "body", "dev.docket"));
        }
    }

    @Nested
    class MayWait {

        @Test
        void unlessTheNextLineIsThere() throws IOException {
            NdjsonReader<TicketTypeInput> reader = new NdjsonReader<>(
                    new ByteArrayInputStream(
                            (named("a") + "\n" + named("b") + "\n" + named("c")).getBytes(StandardCharsets.US_ASCII)),
                    TicketTypeInput.class);

            assertThat(reader.mayWait()).isTrue();
            reader.next();
            assertThat(reader.mayWait()).isFalse();
            reader.next();
            assertThat(reader.mayWait()).isTrue();
            assertThat(summary(Objects.requireNonNull(reader.next()))).isEqualTo("3 c");
        }
    }
}
