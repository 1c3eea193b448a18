package dev.docket.server.calendars.icalendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.fortuna.ical4j.data.ParserException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Imports the files of the folder {@code corpus}, which were written after the calendars that well-known programs and
 * public sources publish. Beside each is what it means: {@code name.expected} has a line of dates for each year, a line
 * for each event that must be named as ignored, and says how the {@link SecondOpinion} reads it. Today is 6 March 2026.
 */
class HolidayCorpusTest {

    static final Path CORPUS = Path.of("src/test/resources/dev/docket/server/calendars/icalendar/corpus");
    private static final int FILES = 120;
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 6);
    private static final LocalDate LAST = LocalDate.of(2036, 3, 6);

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** @param isReadByIcal4j otherwise, with regular expressions */
    record Expected(boolean isReadByIcal4j, Set<LocalDate> dates, List<String> ignored) {

        static Expected of(String name) throws IOException {
            Set<LocalDate> dates = new TreeSet<>();
            List<String> ignored = new ArrayList<>();
            List<String> lines = Files.readAllLines(CORPUS.resolve(name + ".expected"));
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split(": ", 2);
                if (parts[0].equals("ignored")) {
                    ignored.add(parts[1]);
                } else {
                    Stream.of(parts[1].split(" ")).forEach(day -> dates.add(LocalDate.parse(parts[0] + "-" + day)));
                }
            }
            return new Expected(lines.get(0).equals("read by: ical4j"), dates, ignored);
        }
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ics"))
                    .map(name -> name.replace(".ics", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void hasAllFiles() throws IOException {
        assertThat(names()).hasSize(FILES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isImportedAsExpected(String name) throws IOException {
        Expected expected = Expected.of(name);
        client.post("/business-calendars", """
                        {"id": "%s", "name": "Corpus", "zone": "America/New_York",
                         "weekly": {"monday": [{"from": "09:00", "until": "17:00"}]}}""".formatted(name)).expect(201);

        Answer answer = client.post(
                        "/business-calendars/%s/holidays/import".formatted(name),
                        "text/calendar",
                        Files.readAllBytes(CORPUS.resolve(name + ".ics")))
                .expect(200);

        JsonNode result = answer.json();
        assertThat(texts(result.at("/calendar/holidays")))
                .isEqualTo(expected.dates().stream().map(LocalDate::toString).toList());
        assertThat(StreamSupport.stream(result.get("ignored").spliterator(), false)
                        .map(event -> event.get("reason").asText() + " "
                                + event.path("summary").asText()))
                .isEqualTo(expected.ignored());
        assertThat(result.get("eventsIgnored").asInt())
                .isEqualTo(expected.ignored().size());
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasTheDatesThatAnotherImplementationComputes(String name) throws IOException, ParserException {
        Expected expected = Expected.of(name);
        byte[] file = Files.readAllBytes(CORPUS.resolve(name + ".ics"));

        if (expected.isReadByIcal4j()) {
            assertThat(SecondOpinion.byIcal4j(file, FIRST, LAST)).isEqualTo(expected.dates());
        } else {
            assertThat(SecondOpinion.byExpressions(file, FIRST, LAST)).isEqualTo(expected.dates());
            assertThatThrownBy(() -> assertThat(SecondOpinion.byIcal4j(file, FIRST, LAST))
                            .isEqualTo(expected.dates()))
                    .as("ical4j can read it, too")
                    .isInstanceOfAny(ParserException.class, AssertionError.class);
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
