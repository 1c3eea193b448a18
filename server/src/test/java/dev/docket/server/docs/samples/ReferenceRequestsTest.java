package dev.docket.server.docs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The requests that the reference shows beside each operation, in curl: the server finds nothing wrong with any of
 * them. An entity of an example may be missing here, or be used by another.
 */
class ReferenceRequestsTest {

    private static final Pattern REQUEST = Pattern.compile(
            "(?s)<section class=\"operation\" id=\"(\\w+)\">.*?<aside.*?<pre tabindex=\"0\"><code>(.*?)</code></pre>");

    private static RunningServer server;

    @BeforeAll
    static void start() {
        Programs.require("curl");
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void areAllUnderstood() throws IOException {
        Map<String, String> requests = requests();
        Reader reader = new Reader(server, "reference");
        Files.writeString(reader.folder.resolve("receipt.pdf"), "%PDF-1.7\n");
        StringBuilder script = new StringBuilder("""
                curl() { command curl -sS -o "$OPERATION.txt" -w "$OPERATION %{http_code}\\n" "$@"; }
                """);
        requests.forEach((operation, request) -> script.append("OPERATION=")
                .append(operation)
                .append('\n')
                .append(request)
                .append('\n'));
        Files.writeString(reader.folder.resolve("requests.sh"), script.toString());

        Map<String, Integer> statuses = new TreeMap<>();
        for (String line : reader.run("bash", "requests.sh").lines().toList()) {
            String[] parts = line.split(" ");
            statuses.put(parts[0], Integer.valueOf(parts[1]));
        }

        assertThat(statuses).hasSameSizeAs(requests).hasSizeGreaterThan(90);
        assertThat(statuses.entrySet())
                .allSatisfy(response -> assertThat(response.getValue())
                        .as(() -> response.getKey() + ": "
                                + CodeBlocks.read(reader.folder.resolve(response.getKey() + ".txt")))
                        .isIn(200, 201, 202, 204, 403, 404, 409));
    }

    private static Map<String, String> requests() {
        ContractClient visitor = new ContractClient(server.uri());
        List<String> pages = Pattern.compile("<a href=\"docs/([a-z-]+)\">")
                .matcher(visitor.get("/docs").expect(200).body())
                .results()
                .map(link -> link.group(1))
                .filter(page -> !page.equals("try"))
                .distinct()
                .toList();
        Map<String, String> requests = new LinkedHashMap<>();
        for (String page : pages) {
            Matcher request =
                    REQUEST.matcher(visitor.get("/docs/" + page).expect(200).body());
            while (request.find()) {
                requests.put(request.group(1), text(request.group(2)));
            }
        }
        // The other samples are programs, which SamplesTest runs.
        requests.keySet()
                .removeIf(operation ->
                        Files.exists(Folders.module().resolve("docs/samples").resolve(operation)));
        return requests;
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
