package dev.docket.server.sdk;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The TypeScript SDK as its users get it: packed as for publication, installed into a separate project, and run by Node
 * against a real server. The scripts are in {@code src/test/typescript}.
 */
class TypeScriptSdkTest {

    private static RunningServer server;
    private static Path project;

    @BeforeAll
    static void start() throws IOException {
        Programs.require("node");
        Programs.require("npm");
        Path module = Folders.module();
        Path work = module.resolve("target/typescript-sdk");
        Folders.delete(work);
        Path sdk = copy(module.resolve("../api/sdk-typescript/target/docket-sdk"), work.resolve("docket-sdk"));
        project = copy(module.resolve("src/test/typescript"), work.resolve("project"));

        // Packing builds it: see package.json.
        run(sdk, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
        run(sdk, "npm", "pack", "--pack-destination", work.toString());
        run(project, "npm", "install", "--no-save", "--no-audit", "--no-fund", packed(work));
        run(project, sdk.resolve("node_modules/.bin/tsc").toString());
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void createsATicketAndReadsTheWholeAnswer() throws IOException {
        String printed = script("create-ticket", token());

        assertThatJson(printed).isEqualTo("""
                        {
                          "ticket": {
                            "id": "${json-unit.any-number}",
                            "uniqueId": "${json-unit.regex}[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                            "accountId": "2311",
                            "ticketNumber": "${json-unit.regex}TKT-[0-9]+",
                            "ticketTypeId": "terminal-support",
                            "subject": "Card reader shows error 42 🎫",
                            "description": "It stops after the tip screen.",
                            "status": "open",
                            "priority": "high",
                            "category": "feature_request",
                            "source": "phone",
                            "requesterId": "m-blue-door",
                            "requesterName": "Blue Door Bakery",
                            "requesterEmail": "rosa@bluedoor.example",
                            "requesterPhone": "+1 212 555 0147",
                            "requesterType": "merchant-internal",
                            "assignedTo": "u-cho",
                            "merchantId": 1001,
                            "merchantName": "Blue Door Bakery",
                            "createdAt": "2026-03-06T21:30:00.000Z",
                            "updatedAt": "2026-03-06T21:30:00.000Z",
                            "slaStatus": "on_time",
                            "slaFirstResponseDue": "2026-03-09T13:30:00.000Z",
                            "slaResolutionDue": "2026-03-09T20:30:00.000Z",
                            "slaTotalPausedTime": 0,
                            "responseCount": 0,
                            "internalNoteCount": 0,
                            "attachmentCount": 0,
                            "reopenCount": 0,
                            "escalationCount": 0,
                            "customFields": {"serialNumber": "TX-204981"},
                            "tags": ["terminal", "counter"],
                            "metaData": {}
                          },
                          "minutesToFirstResponse": 3840
                        }""");
        String uniqueId =
                new JsonMapper().readTree(printed).at("/ticket/uniqueId").asText();
        assertThat(server.testDatabase.queryAsSuperuser(
                        "SELECT account_id, ticket_number, subject, category, assigned_to FROM docket.tickets"
                                + " WHERE unique_id = '" + uniqueId + "'"))
                .containsExactly(List.of("2311", "TKT-1", "Card reader shows error 42 🎫", "feature_request", "u-cho"));
    }

    @Test
    void tellsEverythingThatIsWrongWithARefusedRequest() {
        String printed = script("refused-ticket", token());

        assertThatJson(printed).inPath("status").isEqualTo(400);
        assertThatJson(printed).inPath("problem.type").isString().isEqualTo("urn:docket:problem:invalid-request");
        assertThatJson(printed)
                .inPath("problem.errors[*].pointer")
                .isArray()
                .containsExactlyInAnyOrder("/subject", "/tags/1");
    }

    @Test
    void tellsThatTheTokenIsUnknown() {
        String printed = script("refused-ticket", "dkt_" + "x".repeat(43));

        assertThatJson(printed).inPath("status").isEqualTo(401);
        assertThatJson(printed).inPath("problem.status").isEqualTo(401);
    }

    @Test
    void importsLinesAndReturnsTheLinesOfTheAnswerAsTheyAre() {
        assertThatJson(script("import-directory", token())).isEqualTo("""
                        [
                          {"line": 1, "type": "merchant", "id": 9001, "outcome": "created"},
                          {"line": 2, "outcome": "refused", "problem": "${json-unit.ignore}"},
                          {"line": 3, "type": "user", "id": "u-sdk", "outcome": "created"},
                          {"lines": 3, "created": 2, "updated": 0, "unchanged": 0, "refused": 1}
                        ]""");
        assertThat(server.testDatabase.queryAsSuperuser("SELECT dba_name FROM docket.merchants WHERE id = 9001"))
                .containsExactly(List.of("Café 🎫"));
    }

    @Test
    void patchesWithNullAndWithout() {
        assertThatJson(script("patch-ticket-type", token())).isEqualTo("""
                        {"renamed": {"name": "After", "category": "technical"}, "taken": {"name": "After"}}""");
    }

    @Test
    void readsAListPageByPage() {
        assertThatJson(script("list-users", token())).isArray().contains("u-ana", "u-ben", "u-cho");
    }

    @Test
    void importsHolidaysFromTheTextOfAFileAndReadsTheContractAsText() {
        assertThatJson(script("import-holidays", token())).isEqualTo("""
                        {
                          "datesAdded": 1,
                          "ignored": [{"summary": "Réveillon", "reason": "time_of_day"}],
                          "contract": "openapi: 3.0.3"
                        }""");
    }

    @Test
    void attachesAFileAndReadsItWholeAndInParts() {
        assertThatJson(script("attach-file", token())).isEqualTo("""
                        {
                          "attachment": {"fileName": "Straße 12.txt", "contentType": "text/plain", "size": 10, "isInternal": true},
                          "content": "Café 🎫",
                          "rest": "🎫",
                          "listed": 1,
                          "left": 0
                        }""");
    }

    private static String script(String name, String token) {
        return Programs.run(
                project,
                Map.of("DOCKET_URL", server.uri().toString(), "DOCKET_TOKEN", token),
                List.of("node", "dist/" + name + ".js"));
    }

    private static String token() {
        return server.tokens
                .create("typescript-sdk", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
    }

    private static void run(Path folder, String... command) {
        Programs.run(folder, Map.of(), List.of(command));
    }

    private static String packed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    /** Omits files that a manual installation may have left there. */
    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path relative = from.relativize(path);
                if (!relative.startsWith("node_modules") && !relative.startsWith("dist")) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    Files.copy(path, to.resolve(relative));
                }
            }
        }
        return to;
    }
}
