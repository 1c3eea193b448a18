package dev.docket.server.docs.samples;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scripts of the guide on importing: each makes the lines of its {@code expected.json} of a small export, the
 * server takes them all, and takes none of them twice.
 */
class ImportScriptsTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"zendesk, page1.json", "freshdesk, page1.json", "zammad, tickets.json users.json articles.json"})
    void makeLinesThatAreImportedOnce(String system, String files) throws IOException {
        Path sample = Folders.module().resolve("docs/samples/import-" + system);
        Reader reader = new Reader(server, "import-" + system).with(sample);

        String lines = reader.run(Stream.concat(Stream.of(Reader.python(), system + ".py"), Stream.of(files.split(" ")))
                .toArray(String[]::new));

        assertThatJson("[" + lines.strip().replace("\n", ",") + "]")
                .isEqualTo(Files.readString(sample.resolve("expected.json")));
        long count = lines.lines().count();
        assertThat(reader.importTickets(lines))
                .endsWith("{\"lines\":%1$d,\"created\":%1$d,\"unchanged\":0,\"refused\":0}\n".formatted(count));
        assertThat(reader.importTickets(lines))
                .endsWith("{\"lines\":%1$d,\"created\":0,\"unchanged\":%1$d,\"refused\":0}\n".formatted(count));
    }
}
