package dev.docket.server.sdk;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The TypeScript SDK as its users get it: packed as for publication, installed into a separate project, and run by Node
 * against a real server. The scripts are in {@code src/test/typescript}.
 */
class TypeScriptSdkTest {

    private static final boolean IS_LONG = "long".equals(System.getProperty("docket.faults"));

    private static final JsonMapper JSON = new JsonMapper();

    private static RunningServer server;
    private static Path project;

    @BeforeAll
    static void start() throws IOException {
        Programs.require("node");
        Programs.require("npm");
        Path module = Folders.module();
        Path work = module.resolve("target/typescript-sdk");
        Folders.delete(work);
        Path packageFolder = module.resolve("../api/sdk-typescript/target/docket-sdk");
        Path sdk = Folders.copyPackage(packageFolder, work.resolve("docket-sdk"));
        project = Folders.copyPackage(module.resolve("src/test/typescript"), work.resolve("project"));
        Files.writeString(project.resolve("readme.ts"), blocks(module.resolve("../api/sdk-typescript/README.md")));

        run(sdk, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
        run(sdk, "npm", "run", "build");
        run(sdk, "npm", "pack", "--pack-destination", work.toString());
        run(project, "npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", packed(work));
        run(project, sdk.resolve("node_modules/.bin/tsc").toString());
        // Where the package is built by Maven, others can depend on it by its path: it needs no step of its own.
        Folders.delete(packageFolder.resolve("dist"));
        Folders.copyPackage(sdk.resolve("dist"), packageFolder.resolve("dist"));
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
        String printed = script("create-ticket");

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
                          "minutesToFirstResponse": 3840,
                          "etag": "${json-unit.regex}.1-[0-9a-f]+.",
                          "location": "${json-unit.regex}/tickets/[0-9a-f-]{36}"
                        }""");
        String uniqueId = JSON.readTree(printed).at("/ticket/uniqueId").asText();
        assertThat(server.testDatabase.queryAsSuperuser(
                        "SELECT account_id, ticket_number, subject, category, assigned_to FROM docket.tickets"
                                + " WHERE unique_id = '" + uniqueId + "'"))
                .containsExactly(List.of("2311", "TKT-1", "Card reader shows error 42 🎫", "feature_request", "u-cho"));
    }

    @Test
    void hasEveryOperationOfTheContract() throws IOException {
        assertThat(JSON.readValue(script("operations"), String[].class))
                .containsExactlyInAnyOrderElementsOf(Contract.DOCKET.operations().stream()
                        .map(operation -> operation.node().get("operationId").asText())
                        .toList());
    }

    @Test
    void readsListsPageByPage() {
        String printed = script("read-pages");

        assertThatJson(printed).inPath("ids").isArray().contains("u-ana", "u-ben", "u-cho");
        assertThatJson(printed).inPath("first").isEqualTo(2);
        assertThatJson(printed).inPath("more").isEqualTo(true);
        assertThatJson(printed).inPath("until").isEqualTo("u-ana");
    }

    @Nested
    class Errors {

        private static String printed;

        @BeforeAll
        static void run() {
            printed = script("errors");
        }

        @ParameterizedTest
        @CsvSource({
            "invalid, 400, invalid-request",
            "unauthorized, 401, unauthorized",
            "notFound, 404, not-found",
            "conflict, 409, conflict",
            "changedMeanwhile, 412, precondition-failed",
            "noAccount, 400, invalid-request"
        })
        void haveTheStatusAndTheTypeOfTheProblem(String call, int status, String type) {
            assertThatJson(printed).inPath(call + ".status").isEqualTo(status);
            assertThatJson(printed).inPath(call + ".type").isEqualTo(type);
        }

        @Test
        void sayInTheirMessageWhatIsWrong() {
            assertThatJson(printed).inPath("invalid").isEqualTo("""
                            {
                              "status": 400,
                              "type": "invalid-request",
                              "message": "400 The request is not valid; 2 errors; see errors for what to change; \
                            /subject: must have 1 to 255 characters; /tags/1: must have 1 to 50 characters",
                              "requestId": "${json-unit.any-string}",
                              "errors": ["/subject", "/tags/1"]
                            }""");
        }

        @Test
        void nameTheRequestForTheOperator() {
            assertThatJson(printed).inPath("requestId.requestId").isEqualTo("sdk-1");
        }

        @Test
        void knowEveryTypeOfTheService() throws IOException {
            assertThat(JSON.readValue(JSON.readTree(printed).get("problemTypes").toString(), String[].class))
                    .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                            .map(type -> type.urn().replaceFirst(".*:", ""))
                            .toList());
        }

        @Test
        void areThrownForAnIdThatWouldLeadToAnotherPath() {
            assertThatJson(printed).inPath("noListForATicket").isEqualTo("""
                            ["TypeError", "TypeError", "TypeError", "TypeError", "TypeError"]""");
        }

        @Test
        void includeA304AndACopyWithoutItsETag() {
            assertThatJson(printed).inPath("notModified.status").isEqualTo(304);
            assertThatJson(printed).inPath("noEtagOfACopy").isEqualTo("TypeError");
            assertThatJson(printed).inPath("priority").isEqualTo("urgent");
        }
    }

    @Test
    void tellsARequestBeyondTheRateLimit() {
        try (RunningServer strict = server.beside(new RateLimitSettings(1, 1, 1_000))) {
            assertThatJson(script(
                            "rate-limit", Map.of("DOCKET_URL", strict.uri().toString())))
                    .isEqualTo("""
                            {"status": 429, "type": "too-many-requests", "retryAfter": true}""");
        }
    }

    /** Each call goes through a proxy that answers itself, breaks the connection or is silent: see {@code proxy.ts}. */
    @Nested
    class Retries {

        private static String printed;

        @BeforeAll
        static void run() {
            printed = script("retries");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                createdOnceThoughTheResponseWasLost     | {"keys": 1, "replayed": "true"}              | 2
                callersKeyIsKept                        | ["of-the-caller", "of-the-caller"]           | 2
                waitsAsLongAsAsked                      | true                                         | 2
                waitsUntilADate                         | true                                         | 2
                keyInUse                                | "Question about fees"                        | 2
                patchIsRepeated                         | "high"                                       | 2
                conditionalPatchIsRepeatedIfItWasRejected | "high"                                     | 2
                deletedThoughTheResponseWasLost         | "deleted"                                    | 2
                answersAfterATimeOut                    | "u-ana"                                      | 2
                tokenOfEachAttempt                      | [false, true]                                | 2
                objectIsWhole                           | "u-ana"                                      | 3
                importedThoughTheConnectionBroke        | {"lines": 1500, "refused": 0, "tickets": 1500} | 6
                exportedThoughTheConnectionBroke        | {"enough": true, "once": true}               | 5
                anExportEndsWhenItsReaderDoes           | "number"                                     | 1
                """)
        void succeed(String call, String result, int requests) {
            assertThatJson(printed).inPath(call + ".result").isEqualTo(result);
            assertThatJson(printed).inPath(call + ".requests").isEqualTo(requests);
        }

        @ParameterizedTest
        @CsvSource({
            "doesNotWaitForAnHour, DocketError, 1, 503 Service Unavailable",
            "givesUp, DocketError, 3, 429 Too Many Requests",
            "asOftenAsToldForACall, DocketError, 1, 429 Too Many Requests",
            "pageOfAProxy, DocketError, 1, 502 Bad Gateway",
            "conflictIsNotRepeated, DocketError, 1, 409 Conflict",
            "serverErrorIsNotRepeated, DocketError, 1, 500 Internal Server Error",
            "deleteOfNothing, DocketError, 2, 404 There is no such resource",
            "conditionalPatchIsNotRepeated, NetworkError, 1, no complete response: fetch failed: other side closed",
            "downloadIsWhole, NetworkError, 1, no complete response: terminated",
            "downloadIsWholeThoughItCloses, NetworkError, 1, no complete response: terminated",
            "noService, NetworkError, 0, no complete response: fetch failed: connect ECONNREFUSED 127.0.0.1",
            "importGivesUp, NetworkError, 3, no complete response: fetch failed: other side closed",
            "timesOut, TimeoutError, 2, no response within 200 ms",
            "timesOutInTheBody, TimeoutError, 1, no response within 200 ms",
            "downloadStalls, TimeoutError, 1, no response within 500 ms",
            "aborts, AbortError, 1, This operation was aborted",
            "abortsWhileItWaits, AbortError, 1, This operation was aborted",
            "abortedBefore, Error, 0, mine"
        })
        void endWithAnErrorThatSaysWhy(String call, String name, int requests, String message) {
            assertThatJson(printed).inPath(call + ".name").isEqualTo(name);
            assertThatJson(printed).inPath(call + ".requests").isEqualTo(requests);
            assertThatJson(printed).inPath(call + ".message").asString().startsWith(message);
            if (name.equals("NetworkError") || name.equals("TimeoutError")) {
                assertThatJson(printed).inPath(call + ".cause").isPresent();
            }
        }
    }

    @Test
    void keepsPropertiesAndValuesThatOnlyANewerServiceKnows() {
        String printed = script("newer-service");

        assertThatJson(printed).inPath("read").isEqualTo("""
                        {
                          "id": 7,
                          "uniqueId": "u",
                          "status": "frozen",
                          "mood": {"score": 5},
                          "createdAt": "2026-03-06T21:30:00.000Z",
                          "tags": null
                        }""");
        assertThatJson(printed).inPath("isDate").isEqualTo(true);
        assertThatJson(printed)
                .inPath("sent")
                .isObject()
                .containsEntry("status", "frozen")
                .containsEntry("pririty", "urgent");
        assertThatJson(printed).inPath("key").asString().matches("[0-9a-f]{32}");
    }

    /** 20 MB of lines, or 100,000 lines in the long form, each way, in a process that has less memory than that. */
    @Test
    @Tag("faults")
    void importsAndExportsMoreLinesThanFitIntoItsMemory() {
        int lines = IS_LONG ? 100_000 : 2_500;
        String characters = IS_LONG ? "1000" : "8000";
        String memory = IS_LONG ? "256" : "16";
        String printed = Programs.run(
                project,
                environment(Map.of("LINES", "" + lines, "CHARACTERS", characters)),
                List.of("node", "--max-old-space-size=" + memory, "dist/transfer.js"));

        assertThatJson(printed).inPath("results").isEqualTo("""
                        [
                          {"line": 1, "type": "merchant", "outcome": "created"},
                          {"line": 2, "outcome": "refused", "problem": 400},
                          {"line": 3, "type": "user", "outcome": "created"}
                        ]""");
        assertThatJson(printed)
                .inPath("counts")
                .isEqualTo(Map.of("lines", lines + 1, "created", lines, "updated", 0, "unchanged", 1, "refused", 0));
        assertThatJson(printed).inPath("mostAhead").asNumber().isLessThan(new BigDecimal(1_000));
        assertThatJson(printed).inPath("inOrder").isEqualTo(true);
        assertThatJson(printed).inPath("exported").isEqualTo(lines);
        assertThatJson(printed).inPath("missing").isEqualTo(0);
        assertThatJson(printed).inPath("dates").isEqualTo(true);
        assertThat(server.testDatabase.queryAsSuperuser("SELECT dba_name FROM docket.merchants WHERE id = 9001"))
                .containsExactly(List.of("Café 🎫"));
    }

    @Test
    void patchesWithNullAndWithout() {
        assertThatJson(script("patch-ticket-type")).isEqualTo("""
                        {"renamed": {"name": "After", "category": "technical"}, "taken": {"name": "After"}}""");
    }

    @Test
    void importsHolidaysFromTheTextOfAFileAndReadsTheContractAsText() {
        assertThatJson(script("import-holidays")).isEqualTo("""
                        {
                          "holidays": ["2026-12-26"],
                          "datesAdded": 1,
                          "ignored": [{"summary": "Réveillon", "reason": "time_of_day"}],
                          "contract": "openapi: 3.0.3"
                        }""");
    }

    @Test
    void attachesFilesAndStreamsAndReadsThemWholeAndInParts() {
        assertThatJson(script("attach-file")).isEqualTo("""
                        {
                          "attachment": {
                            "fileName": "Straße \\"12\\".txt",
                            "contentType": "text/plain",
                            "size": 10,
                            "isInternal": true
                          },
                          "content": {"name": "Straße \\"12\\".txt", "size": 10, "text": "Café 🎫"},
                          "rest": "🎫",
                          "large": {
                            "name": "großes.bin",
                            "type": "application/x-parts",
                            "size": 3000000,
                            "bytes": 3000000,
                            "wrong": 0
                          },
                          "streamed": 10,
                          "left": ["großes.bin", "web.txt"]
                        }""");
    }

    @Test
    void doesWhatItsReadmeSays() {
        assertThat(script("readme")).contains("TKT-");
    }

    @Test
    void isSmallWhereABundlerLeavesOutWhatIsNotUsed() throws IOException {
        run(
                project,
                "node_modules/.bin/esbuild",
                "three-operations.ts",
                "--bundle",
                "--minify",
                "--format=esm",
                "--outfile=bundle.js");
        byte[] bundle = Files.readAllBytes(project.resolve("bundle.js"));
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bundle);
        }

        assertThat(bundle).hasSizeLessThan(30_000);
        assertThat(zipped.size()).isLessThan(6_000);
    }

    @Test
    void canBeInstalledByThePathOfThePackage() {
        Path other = project.resolveSibling("by-path");
        Path sdk = Folders.module().resolve("../api/sdk-typescript/target/docket-sdk");
        run(project, "mkdir", "-p", other.toString());
        run(other, "npm", "init", "--yes");
        run(other, "npm", "install", "--offline", "--no-audit", "--no-fund", sdk.toString());

        run(
                other,
                "node",
                "--input-type=module",
                "--eval",
                "import { Docket } from 'docket-sdk'; new Docket({ baseUrl: '' })");
    }

    private static String script(String name) {
        return script(name, Map.of());
    }

    private static String script(String name, Map<String, String> variables) {
        return Programs.run(project, environment(variables), List.of("node", "dist/" + name + ".js"));
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> all =
                new HashMap<>(Map.of("DOCKET_URL", server.uri().toString(), "DOCKET_TOKEN", token()));
        all.putAll(variables);
        return all;
    }

    /** All TypeScript of a README, as one program. */
    private static String blocks(Path readme) throws IOException {
        return Pattern.compile("^```ts\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(readme))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
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
}
