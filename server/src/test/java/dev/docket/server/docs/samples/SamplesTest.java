package dev.docket.server.docs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The samples of the documentation, each run as a whole program, as a reader runs it. What it prints contains every
 * line of its {@code expected.txt}, in each language.
 */
class SamplesTest {

    private static final Path SAMPLES = Folders.module().resolve("docs/samples");

    private static RunningServer server;

    enum Language {
        CURL {
            @Override
            String run(Reader reader, String sample) {
                Programs.require("curl");
                Programs.require("jq");
                return reader.run("bash", "curl.sh");
            }
        },
        JAVA {
            @Override
            String run(Reader reader, String sample) {
                Path classes = JavaPrograms.compile(reader.folder.resolve("Sample.java"));
                return reader.run(JavaPrograms.command(classes, "Sample"));
            }
        },
        TYPESCRIPT {
            @Override
            String run(Reader reader, String sample) {
                return reader.run("node", TypeScriptProject.program(sample));
            }
        },
        PYTHON {
            @Override
            String run(Reader reader, String sample) {
                return reader.run(Reader.python(), "sample.py");
            }
        };

        abstract String run(Reader reader, String sample);
    }

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource
    void printWhatIsExpectedOfThem(String name, Language language) throws IOException {
        Reader reader = new Reader(server, name + "-" + language).with(SAMPLES.resolve(name));

        String printed = language.run(reader, name);

        assertThat(printed).contains(Files.readAllLines(SAMPLES.resolve(name).resolve("expected.txt")));
    }

    static Stream<Arguments> printWhatIsExpectedOfThem() {
        return samples().flatMap(name -> Stream.of(Language.values()).map(language -> Arguments.of(name, language)));
    }

    /** The first response is lost on its way; the sample sends its request again, and the ticket exists once. */
    @ParameterizedTest
    @EnumSource
    void createATicketOnceIfTheResponseIsLost(Language language) {
        Reader reader = new Reader(server, "lost-response-" + language).with(SAMPLES.resolve("idempotent-retry"));

        try (LostResponse network = new LostResponse(server.uri())) {
            reader.with(Map.of("DOCKET_URL", network.uri().toString()));
            assertThat(language.run(reader, "idempotent-retry")).contains("TKT-" + (Reader.TICKETS + 1));
            assertThat(network.requests()).isEqualTo(2);
        }
        assertThat(server.clientOf(reader.account)
                        .get("/tickets?includeTotal=true&pageSize=1")
                        .expect(200)
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(Reader.TICKETS + 1);
    }

    private static Stream<String> samples() {
        try (Stream<Path> folders = Files.list(SAMPLES)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> Files.exists(SAMPLES.resolve(name).resolve("expected.txt")))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
