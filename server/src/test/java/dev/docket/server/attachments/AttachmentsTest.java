package dev.docket.server.attachments;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import dev.docket.server.transport.RawClient;
import dev.docket.server.transport.TransportLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of tickets, from their upload to their removal. */
class AttachmentsTest {

    private static final long LIMIT = AttachmentSettings.defaults().maxBytes();
    private static final byte[] TEXT = "Serial TX-204981.\n".getBytes(StandardCharsets.UTF_8);

    private static RunningServer server;
    private static ContractClient client;
    private static ContractClient withoutNotes;

    private String ticket;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        withoutNotes = server.client(Operations.permissions().stream()
                .filter(permission -> !permission.equals("tickets:notes"))
                .toList());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createTicket() {
        server.clock.set(RunningServer.START);
        ticket = client.post("/tickets", ticket())
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private String path() {
        return "/tickets/" + ticket + "/attachments";
    }

    private Answer upload(ContractClient by, FormData form) {
        return by.post(path(), FormData.TYPE, form.bytes());
    }

    private Answer upload(FormData form) {
        return upload(client, form);
    }

    private static FormData text(String name) {
        return new FormData().file(name, "text/plain", TEXT);
    }

    /** @return the path of the new attachment */
    private String attach(FormData form) {
        return path() + "/" + upload(form).expect(201).json().get("id").asText();
    }

    private String attachInternal() {
        return attach(text("internal.txt").field("isInternal", "true"));
    }

    private long attachmentCount() {
        return client.get("/tickets/" + ticket).json().get("attachmentCount").asLong();
    }

    private List<JsonNode> history() {
        List<JsonNode> entries = new ArrayList<>();
        client.get("/tickets/" + ticket + "/history?pageSize=200")
                .json()
                .get("data")
                .forEach(entries::add);
        return entries;
    }

    private List<String> actions() {
        return history().stream().map(entry -> entry.get("action").asText()).toList();
    }

    private void close() {
        client.patch("/tickets/" + ticket, "{\"status\": \"closed\"}").expect(200);
    }

    private static AttachmentSweep sweep() {
        return new AttachmentSweep(
                server.database, new AttachmentStores(server.database, AttachmentSettings.defaults()), server.clock);
    }

    private static long rows(String table) {
        return Long.parseLong(server.testDatabase
                .queryAsSuperuser("SELECT count(*) FROM docket." + table)
                .get(0)
                .get(0));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Text, so that a client which reads texts sees every byte of it; no two chunks begin alike. */
    private static byte[] content(int size) {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; lines.length() < 1_009; line++) {
            lines.append("line ").append(line).append('\n');
        }
        byte[] content = new byte[size];
        for (int at = 0; at < size; at++) {
            content[at] = (byte) lines.charAt(at % 1_009);
        }
        return content;
    }

    @Nested
    class Attaching {

        @Test
        void showsTheDataOfTheFile() {
            Answer created = upload(text("serial-number.txt")).expect(201);

            assertThatJson(created.body()).isEqualTo("""
                            {
                              "id": "${json-unit.regex}[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                              "fileName": "serial-number.txt",
                              "contentType": "text/plain",
                              "detectedType": "text/plain",
                              "size": 18,
                              "sha256": "%s",
                              "isInternal": false,
                              "createdAt": "2026-03-06T21:30:00Z",
                              "author": {"type": "agent", "id": "${json-unit.any-string}", "name": "test"},
                              "scanStatus": "not_scanned"
                            }""".formatted(sha256(TEXT)));
            assertThat(created.header("ETag")).isEqualTo("\"1\"");
            String location = created.header("Location");
            assertThat(location)
                    .isEqualTo(path() + "/" + created.json().get("id").asText());
            assertThatJson(client.get(location).expect(200).body()).isEqualTo(created.body());
        }

        @Test
        void isAChangeOfTheTicket() {
            server.clock.advance(Duration.ofMinutes(5));
            JsonNode attachment = upload(text("a.txt")).expect(201).json();

            Answer changed = client.get("/tickets/" + ticket);
            assertThat(changed.header("ETag")).startsWith("\"2-");
            assertThatJson(changed.only("attachmentCount", "updatedAt"))
                    .isEqualTo("{\"attachmentCount\": 1, \"updatedAt\": \"2026-03-06T21:35:00Z\"}");
            JsonNode entry = history().get(1);
            assertThat(entry.get("action").asText()).isEqualTo("attached");
            assertThat(entry.get("actor")).isEqualTo(attachment.get("author"));
            assertThatJson(entry.get("before")).isEqualTo("{\"attachmentCount\": 0}");
            assertThatJson(entry.get("after"))
                    .isEqualTo("""
                            {"attachmentCount": 1, "attachmentId": "%s", "size": 18, "sha256": "%s", "isInternal": false,
                             "fileName": "a.txt"}""".formatted(attachment.get("id").asText(), sha256(TEXT)));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 262_143, 262_144, 262_145, 1_000_000})
        void keepsEveryByte(int size) {
            byte[] content = content(size);
            Answer created =
                    upload(new FormData().file("a.txt", "text/plain", content)).expect(201);

            assertThat(created.json().get("size").asInt()).isEqualTo(size);
            assertThat(created.json().get("sha256").asText()).isEqualTo(sha256(content));
            assertThat(client.get(path() + "/" + created.json().get("id").asText() + "/content")
                            .expect(200)
                            .body())
                    .isEqualTo(new String(content, StandardCharsets.US_ASCII));
        }

        @Test
        void takesTheFlagBeforeOrBehindTheFile() {
            assertThat(upload(new FormData().field("isInternal", "true").file("a.txt", "text/plain", TEXT))
                            .json()
                            .get("isInternal")
                            .asBoolean())
                    .isTrue();
            assertThat(upload(text("a.txt").field("isInternal", "true"))
                            .json()
                            .get("isInternal")
                            .asBoolean())
                    .isTrue();
            assertThat(upload(text("a.txt").field("isInternal", "false"))
                            .json()
                            .get("isInternal")
                            .asBoolean())
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "serial.txt                     | serial.txt",
                    "C:\\Users\\ana\\serial.txt     | serial.txt",
                    "../../etc/passwd               | passwd",
                    "Straße 🎫 12.txt               | Straße 🎫 12.txt",
                    "no extension                   | no extension",
                    ".profile                       | .profile",
                    "a\u202etxt.b                  | atxt.b",
                    "\u200fحساب.txt                 | حساب.txt",
                    "\u200eחשבונית.pdf\u200f     | חשבונית.pdf",
                    "\u2068فاتورة\u2069 12.pdf    | فاتورة 12.pdf",
                    "a\u061c\u202a\u202c\u2066.txt | a.txt",
                    "\u202bראש\u202c.txt          | ראש.txt"
                })
        void takesTheLastPartOfTheName(String sent, String kept) {
            assertThat(upload(text(sent)).expect(201).json().get("fileName").asText())
                    .isEqualTo(kept);
        }

        @Test
        void takesANameInTheEncodingOfRfc8187() {
            assertThat(upload(new FormData().part("name=\"file\"; filename*=UTF-8''%e2%82%ac%20rates.txt", TEXT))
                            .expect(201)
                            .json()
                            .get("fileName")
                            .asText())
                    .isEqualTo("€ rates.txt");
        }

        @Test
        void takesANameOf255Characters() {
            String name = "🎫".repeat(251) + ".txt";

            assertThat(upload(text(name)).expect(201).json().get("fileName").asText())
                    .isEqualTo(name);
            assertThat(upload(text("x" + name)).violations()).containsExactly("/file too_long");
        }

        @ParameterizedTest
        @CsvSource({
            "'', /file required",
            "/, /file required",
            "., /file invalid_format",
            "a/.., /file invalid_format",
            "\u200e, /file required",
            ".\u200f., /file invalid_format",
            "a\u0007b.txt, /file invalid_text",
            "\u202e, /file required",
            "a\u202eexe.\u202cexe, /file blocked_type",
            "a\u2028b.txt, /file invalid_text"
        })
        void refusesAnUnacceptableName(String name, String violation) {
            assertThat(upload(text(name)).violations()).containsExactly(violation);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "none",
                value = {
                    "Text/Plain; charset=utf-8  | text/plain",
                    "image/x.y+z                | image/x.y+z",
                    "nonsense                   | application/octet-stream",
                    "<b>/<b>                    | application/octet-stream"
                })
        void keepsTheTypeThatIsSaidWithoutItsParameters(String sent, String kept) {
            assertThat(upload(new FormData().file("a.txt", sent, TEXT))
                            .expect(201)
                            .json()
                            .get("contentType")
                            .asText())
                    .isEqualTo(kept);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "89504e470d0a1a0a0000000d49484452 | a.txt  | image/png",
                    "255044462d312e370a               | a.bin  | application/pdf",
                    "504b0304140000000800             | a.docx | application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "504b0304140000000800             | a.zip  | application/zip",
                    "612c620a312c320a                 | a.csv  | text/csv",
                    "23212f62696e2f73680a             | a.txt  | text/plain",
                    "23212f7573722f62696e2f656e762070 | a.log  | text/x-log",
                    "2321                             | a.md   | text/markdown",
                    "232120576172656e6e756d6d65720a   | a.csv  | text/csv",
                    "00010203fffe                     | a.pdf  | application/octet-stream"
                })
        void detectsTheTypeOfTheFile(String bytes, String name, String type) {
            assertThat(upload(new FormData()
                                    .file(
                                            name,
                                            "application/x-other",
                                            HexFormat.of().parseHex(bytes)))
                            .expect(201)
                            .json()
                            .get("detectedType")
                            .asText())
                    .isEqualTo(type);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a.exe",
                    "a.EXE",
                    "a.exe.",
                    "a.exe . ",
                    "a.dll",
                    "a.bat",
                    "a.cmd",
                    "a.com",
                    "a.msi",
                    "a.scr",
                    "a.js",
                    "a.vbs",
                    "a.ps1",
                    "a.sh",
                    "a.jar",
                    "invoice.pdf.exe"
                })
        void refusesNamesOfPrograms(String name) {
            assertThat(upload(text(name)).violations()).containsExactly("/file blocked_type");
        }

        @ParameterizedTest
        @CsvSource({
            "4d5a90000300000004000000ffff0000, a.txt",
            "7f454c460201010000000000000000000200, a.txt",
            "cafebabe00000034, a.txt"
        })
        void refusesTheContentOfAProgramUnderAnyName(String bytes, String name) {
            assertThat(upload(new FormData()
                                    .file(name, "text/plain", HexFormat.of().parseHex(bytes)))
                            .violations())
                    .containsExactly("/file blocked_type");
        }

        @Test
        void refusesTheDeclaredTypeOfAProgram() {
            assertThat(upload(new FormData().file("a.txt", "application/x-msdownload", TEXT))
                            .violations())
                    .containsExactly("/file blocked_type");
        }

        @Test
        void refusesFormsThatBreakTheContract() {
            assertThat(upload(new FormData()).violations()).containsExactly("malformed");
            assertThat(upload(new FormData().field("isInternal", "true")).violations())
                    .containsExactly("/file required");
            assertThat(upload(new FormData().file("a.txt", "text/plain", new byte[0]))
                            .violations())
                    .containsExactly("/file too_short");
            assertThat(upload(new FormData().field("file", "no file name")).violations())
                    .containsExactly("/file required");
            assertThat(upload(text("a.txt").file("b.txt", "text/plain", TEXT)).violations())
                    .containsExactly("/file too_many");
            assertThat(upload(text("a.txt").field("isInternal", "yes")).violations())
                    .containsExactly("/isInternal wrong_type");
            assertThat(upload(text("a.txt").field("isInternal", "")).violations())
                    .containsExactly("/isInternal wrong_type");
            assertThat(upload(text("a.txt").field("isInternal", "true").field("isInternal", "true"))
                            .violations())
                    .containsExactly("/isInternal too_many");
            assertThat(upload(text("a.txt").field("comment", "x")).violations()).containsExactly("unknown_property");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "------docket",
                    "------docket--\r\n",
                    "------other\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n------other--\r\n",
                    "------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"",
                    "------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n",
                    "------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx",
                    "------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n------docket",
                    "------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n------docketx",
                    "------docket\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n------docket--\r\n",
                    "------docket\r\nContent-Disposition: inline; name=\"file\"\r\n\r\nx\r\n------docket--\r\n",
                    "------docket\r\nContent-Type: text/plain\r\n\r\nx\r\n------docket--\r\n",
                    "------docket\r\n\r\nx\r\n------docket--\r\n"
                })
        void refusesABodyThatIsNotAForm(String body) {
            Answer refused = client.post(path(), FormData.TYPE, body.getBytes(StandardCharsets.US_ASCII));

            assertProblem(refused, ProblemType.INVALID_REQUEST, path());
            assertThat(refused.violations()).containsExactly("malformed");
        }

        @Test
        void refusesAFormWhoseHeadersDoNotEnd() {
            byte[] body = ("------docket\r\nX: " + "x".repeat(10_000)).getBytes(StandardCharsets.US_ASCII);

            assertThat(client.post(path(), FormData.TYPE, body).violations()).containsExactly("malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=\"\""})
        void refusesAFormWithoutABoundary(String type) {
            assertThat(client.post(path(), type, text("a.txt").bytes()).violations())
                    .containsExactly("malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "multipart/mixed; boundary=----docket", "application/x-ndjson"})
        void refusesBodiesOfOtherTypes(String type) {
            assertProblem(client.post(path(), type, text("a.txt").bytes()), ProblemType.UNSUPPORTED_MEDIA_TYPE, path());
        }

        @Test
        void storesNothingOfARejectedFile() {
            long attachments = rows("attachments");
            long chunks = rows("attachment_chunks");

            upload(text("a.txt").file("b.txt", "text/plain", TEXT)).expect(400);
            upload(withoutNotes, text("a.txt").field("isInternal", "true")).expect(403);
            client.post(
                            path(),
                            FormData.TYPE,
                            "------docket\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx"
                                    .getBytes(StandardCharsets.US_ASCII))
                    .expect(400);

            assertThat(rows("attachments")).isEqualTo(attachments);
            assertThat(rows("attachment_chunks")).isEqualTo(chunks);
            assertThat(attachmentCount()).isZero();
            assertThat(actions()).containsExactly("created");
        }

        @Test
        void takesAFileOfExactlyTheLimitAndNoneThatIsLarger() {
            byte[] largest = content((int) LIMIT);
            assertThat(upload(new FormData().file("a.txt", "text/plain", largest))
                            .expect(201)
                            .json()
                            .get("sha256")
                            .asText())
                    .isEqualTo(sha256(largest));
            long chunks = rows("attachment_chunks");

            Answer refused = upload(new FormData().file("a.txt", "text/plain", content((int) LIMIT + 1)));

            assertProblem(refused, ProblemType.CONTENT_TOO_LARGE, path());
            assertThat(refused.json().get("detail").asText()).contains("26214400 bytes");
            assertThat(rows("attachment_chunks")).isEqualTo(chunks);
        }

        @Test
        void refusesAFormThatCannotBeWithinTheLimitByItsLength() {
            assertProblem(
                    upload(new FormData().file("a.txt", "text/plain", content((int) LIMIT + 100_000))),
                    ProblemType.CONTENT_TOO_LARGE,
                    path());
        }

        @Test
        void refusesAFormThatIsTooLargeWithoutTheFile() {
            assertProblem(
                    client.post(path(), FormData.TYPE, content((int) LIMIT + 65_536)),
                    ProblemType.INVALID_REQUEST,
                    path());
        }

        @Test
        void goesByTheSettingsOfItsServer() {
            try (RunningServer other = server.beside(
                    TransportLimits.defaults(), new AttachmentSettings(10, Set.of("txt"), Set.of("image/png"), null))) {
                ContractClient here = other.client();
                assertThat(upload(here, text("a.txt")).violations()).containsExactly("/file blocked_type");
                assertProblem(upload(here, text("a.log")), ProblemType.CONTENT_TOO_LARGE, path());
                upload(here, new FormData().file("a.exe", "text/plain", content(10)))
                        .expect(201);
                assertThat(upload(
                                        here,
                                        new FormData()
                                                .file(
                                                        "a",
                                                        "text/plain",
                                                        HexFormat.of().parseHex("89504e470d0a1a0a")))
                                .violations())
                        .containsExactly("/file blocked_type");
            }
        }

        @Test
        void conflictsWithAClosedTicket() {
            close();

            assertProblem(upload(text("a.txt")), ProblemType.CONFLICT, path());
            assertThat(attachmentCount()).isZero();
        }

        @Test
        void findsNoTicketThatWasDeletedOrThatTheCallerMayNotSee() {
            client.delete("/tickets/" + ticket).expect(204);
            assertProblem(upload(text("a.txt")), ProblemType.NOT_FOUND, path());
            client.send("POST", "/tickets/" + ticket + "/restore").expect(200);
            upload(text("a.txt")).expect(201);

            server.add(TicketTypeRows.type("secret-" + ticket, List.of("custom:secrets"), List.of()));
            ContractClient knowing =
                    server.client(Stream.concat(Operations.permissions().stream(), Stream.of("custom:secrets"))
                            .toList());
            ticket = knowing.post("/tickets", ticket("{\"ticketTypeId\": \"secret-" + ticket + "\"}"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            upload(knowing, text("a.txt")).expect(201);
            assertProblem(upload(text("a.txt")), ProblemType.NOT_FOUND, path());
            assertProblem(client.get(path()), ProblemType.NOT_FOUND, path());
        }
    }

    @Nested
    class Listing {

        @Test
        void isInPagesInTheOrderInWhichTheyCame() {
            for (int i = 0; i < 5; i++) {
                upload(text(i + ".txt")).expect(201);
            }
            attachInternal();

            List<String> names = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = client.get(path() + "?pageSize=2&includeTotal=true" + cursor)
                        .expect(200)
                        .json();
                assertThat(page.get("total").asInt()).isEqualTo(6);
                page.get("data")
                        .forEach(attachment ->
                                names.add(attachment.get("fileName").asText()));
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : null;
            } while (cursor != null);
            assertThat(names).containsExactly("0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "internal.txt");
        }

        @Test
        void refusesACursorOfAnotherList() {
            assertThat(client.get(path() + "?cursor=abc").violations()).containsExactly("cursor invalid_format");
        }

        @Test
        void isOfOneTicket() {
            attach(text("a.txt"));
            createTicket();

            assertThatJson(client.get(path()).expect(200).body()).isEqualTo("{\"data\": []}");
        }
    }

    @Nested
    class Internal {

        @Test
        void areNeverForARequester() {
            String internal = attachInternal();
            String secret =
                    client.post("/tokens", """
                            {"name": "Portal", "actsAs": "requester",
                             "requesterType": "external", "requesterId": "sam.reed@example.com",
                             "permissions": ["tickets:read", "tickets:attach", "tickets:notes"]}""").expect(201).json().get("secret").asText();
            ContractClient requester = server.bearer(secret).with("x-account-id", DemoData.ACCOUNT);

            assertProblem(requester.get(internal), ProblemType.NOT_FOUND, internal);
            assertProblem(requester.get(internal + "/content"), ProblemType.NOT_FOUND, internal + "/content");
            assertProblem(requester.delete(internal), ProblemType.FORBIDDEN, internal);
            assertThatJson(requester.get(path()).body()).isEqualTo("{\"data\": []}");
            assertProblem(upload(requester, text("a.txt").field("isInternal", "true")), ProblemType.FORBIDDEN, path());
            upload(requester, text("a.txt")).expect(201);
        }

        @Test
        void areThereOnlyForThoseWhoSeeNotes() {
            String open = attach(text("a.txt"));
            String internal = attachInternal();

            assertThatJson(withoutNotes.get(path() + "?includeTotal=true").body())
                    .isObject()
                    .containsEntry("total", 1);
            assertThatJson(withoutNotes.get(path()).body())
                    .inPath("data[*].fileName")
                    .isArray()
                    .containsExactly("a.txt");
            withoutNotes.get(open).expect(200);
            assertProblem(withoutNotes.get(internal), ProblemType.NOT_FOUND, internal);
            assertProblem(withoutNotes.get(internal + "/content"), ProblemType.NOT_FOUND, internal + "/content");
            assertProblem(withoutNotes.delete(internal), ProblemType.NOT_FOUND, internal);
            client.get(internal + "/content").expect(200);
        }

        @Test
        void areAddedOnlyByThoseWhoSeeNotes() {
            assertProblem(
                    upload(withoutNotes, text("a.txt").field("isInternal", "true")), ProblemType.FORBIDDEN, path());
            upload(withoutNotes, text("a.txt").field("isInternal", "false")).expect(201);
        }

        @Test
        void areNotNamedInTheHistory() {
            attachInternal();

            assertThat(history().get(1).get("after").has("fileName")).isFalse();
            assertThat(history().get(1).get("after").get("isInternal").asBoolean())
                    .isTrue();
        }
    }

    @Nested
    class ReadingTheContent {

        private final byte[] content = content(700_000);
        private String path;
        private String tag;

        @BeforeEach
        void attachIt() {
            path = attach(new FormData().file("Straße \"1\".txt", "text/html", content)) + "/content";
            tag = '"' + sha256(content) + '"';
        }

        @Test
        void isForSavingAndNotForShowing() {
            Answer answer = client.get(path).expect(200);

            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(answer.header("Content-Length")).isEqualTo("700000");
            assertThat(answer.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"Stra_e _1_.txt\"; filename*=UTF-8''Stra%C3%9Fe%20%221%22.txt");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(answer.header("ETag")).isEqualTo(tag);
        }

        @Test
        void isNotRepeatedToWhoHasIt() {
            Answer answer = client.with("If-None-Match", tag).get(path).expect(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("ETag")).isEqualTo(tag);
            client.with("If-None-Match", "\"other\"").get(path).expect(200);
            client.with("If-None-Match", tag)
                    .with("Range", "bytes=0-1")
                    .get(path)
                    .expect(304);
        }

        @ParameterizedTest
        @CsvSource({
            "bytes=0-0, 0, 0",
            "bytes=0-99, 0, 99",
            "bytes=262143-262144, 262143, 262144",
            "bytes=262144-524287, 262144, 524287",
            "bytes=100000-699999, 100000, 699999",
            "bytes=699999-, 699999, 699999",
            "bytes=1-, 1, 699999",
            "bytes=600000-99999999, 600000, 699999",
            "bytes=0-99999999999999999999, 0, 699999",
            "bytes=5-9223372036854775808, 5, 699999",
            "bytes=00000000000000000000000001-2, 1, 2",
            "bytes=-99999999999999999999, 0, 699999",
            "bytes=-1, 699999, 699999",
            "bytes=-300000, 400000, 699999",
            "bytes=-99999999, 0, 699999",
            "Bytes=5-6, 5, 6"
        })
        void canBeOfAPart(String range, int first, int last) {
            Answer part = client.with("Range", range).get(path).expect(206);

            assertThat(part.header("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/700000");
            assertThat(part.header("Content-Length")).isEqualTo("" + (last - first + 1));
            assertThat(part.header("ETag")).isEqualTo(tag);
            assertThat(part.body()).isEqualTo(new String(content, first, last - first + 1, StandardCharsets.US_ASCII));
        }

        @ParameterizedTest
        @ValueSource(strings = {"bytes=0-1,5-6", "bytes=5-4", "bytes=-", "bytes=a-b", "bytes 0-1", "lines=0-1"})
        void isOfAllWhereTheRangeIsNotUnderstood(String range) {
            assertThat(client.with("Range", range).get(path).expect(200).body()).hasSize(700_000);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bytes=700000-",
                    "bytes=700000-700001",
                    "bytes=-0",
                    "bytes=999999999999999999-",
                    "bytes=99999999999999999999-"
                })
        void saysThatThePartIsNotThere(String range) {
            Answer refused = client.with("Range", range).get(path);

            assertProblem(refused, ProblemType.RANGE_NOT_SATISFIABLE, path);
            assertThat(refused.header("Content-Range")).isEqualTo("bytes */700000");
        }

        @Test
        void isOfAPartOnlyIfItIsStillTheSame() {
            ContractClient ranged = client.with("Range", "bytes=0-9");

            ranged.with("If-Range", tag).get(path).expect(206);
            ranged.with("If-Range", "W/" + tag).get(path).expect(200);
            ranged.with("If-Range", "\"other\"").get(path).expect(200);
            ranged.with("If-Range", "Fri, 06 Mar 2026 21:30:00 GMT").get(path).expect(200);
        }

        @Test
        void continuesWhereItWasCut() {
            String begun =
                    client.with("Range", "bytes=0-333332").get(path).expect(206).body();
            String rest = client.with("Range", "bytes=" + begun.length() + "-")
                    .with("If-Range", tag)
                    .get(path)
                    .expect(206)
                    .body();

            assertThat(sha256((begun + rest).getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(sha256(content));
        }

        @Test
        void tellsItsHeadersAlone() {
            Answer head = client.send("HEAD", path);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("700000");
            assertThat(head.body()).isEmpty();
            client.get(path).expect(200);
        }
    }

    @Nested
    class Deleting {

        @Test
        void isAChangeOfTheTicket() {
            String path = attach(text("a.txt"));
            String id = path.substring(path.lastIndexOf('/') + 1);

            assertThat(client.delete(path).expect(204).body()).isEmpty();

            assertProblem(client.get(path), ProblemType.NOT_FOUND, path);
            assertProblem(client.get(path + "/content"), ProblemType.NOT_FOUND, path + "/content");
            assertProblem(client.delete(path), ProblemType.NOT_FOUND, path);
            assertThatJson(client.get(path()).body()).isEqualTo("{\"data\": []}");
            assertThat(attachmentCount()).isZero();
            JsonNode entry = history().get(2);
            assertThat(entry.get("action").asText()).isEqualTo("attachment_deleted");
            assertThatJson(entry.get("before")).isEqualTo("{\"attachmentCount\": 1}");
            assertThatJson(entry.get("after")).isEqualTo("""
                            {"attachmentCount": 0, "attachmentId": "%s", "size": 18, "sha256": "%s", "isInternal": false,
                             "fileName": "a.txt"}""".formatted(id, sha256(TEXT)));
        }

        @Test
        void isOfTheVersionThatWasSeen() {
            String path = attach(text("a.txt"));

            assertProblem(client.with("If-Match", "\"2\"").delete(path), ProblemType.PRECONDITION_FAILED, path);
            client.with("If-Match", "\"1\"").delete(path).expect(204);
        }

        @Test
        void conflictsWithAClosedTicket() {
            String path = attach(text("a.txt"));
            close();

            assertProblem(client.delete(path), ProblemType.CONFLICT, path);
            assertThat(client.get(path + "/content").expect(200).body()).isEqualTo("Serial TX-204981.\n");
        }

        @Test
        void doesNotTakeTheOneOfAnotherTicket() {
            String path = attach(text("a.txt"));
            String id = path.substring(path.lastIndexOf('/') + 1);
            createTicket();

            client.delete(path() + "/" + id).expect(404);
            client.get(path() + "/" + id).expect(404);
            client.get(path).expect(200);
        }
    }

    @Nested
    class OfOtherAccounts {

        @Test
        void areLikeFilesThatDoNotExist() {
            String path = attach(text("a.txt"));
            String id = path.substring(path.lastIndexOf('/') + 1);
            server.database.write(
                    "other",
                    transaction -> transaction
                            .dao(AccountDao.class)
                            .insert(new AccountRow("other", "Other", "TKT", RunningServer.START)));
            ContractClient other = server.clientOf("other");
            String own = other.post("/tickets", ticket())
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();

            for (String ticketId : List.of(own, ticket)) {
                String there = "/tickets/" + ticketId + "/attachments/" + id;
                assertProblem(other.get(there), ProblemType.NOT_FOUND, there);
                assertProblem(other.get(there + "/content"), ProblemType.NOT_FOUND, there + "/content");
                assertProblem(other.delete(there), ProblemType.NOT_FOUND, there);
            }
            String missing = "/tickets/" + own + "/attachments/019cc4d1-0000-7000-8000-000000000000";
            assertThat(other.get("/tickets/" + own + "/attachments/" + id)
                            .json()
                            .get("detail")
                            .asText()
                            .replace(id, ""))
                    .isEqualTo(other.get(missing)
                            .json()
                            .get("detail")
                            .asText()
                            .replace("019cc4d1-0000-7000-8000-000000000000", ""));
            client.get(path).expect(200);
        }
    }

    /** A client that has sent the first megabyte of a file. */
    @Nested
    class WhileAFileIsComing {

        private RawClient slow;

        @BeforeEach
        void sendTheBeginning() throws IOException {
            slow = new RawClient(server.uri().getPort());
            slow.send(head(path(), FormData.TYPE)
                    + chunk("------docket\r\nContent-Disposition: form-data; name=\"file\";"
                            + " filename=\"slow.txt\"\r\nContent-Type: text/plain\r\n\r\n" + "x".repeat(1_000_000)));
            Wait.until(() -> rowsOf("pending") == 1 && chunksOf("pending") >= 3);
        }

        @AfterEach
        void disconnect() throws IOException {
            slow.close();
            Wait.until(() -> rowsOf("pending") == 0);
        }

        private void sendTheRest() throws IOException {
            slow.send(chunk("\r\n------docket--\r\n") + "0\r\n\r\n");
        }

        private static long rowsOf(String state) {
            return rows("attachments WHERE state = '" + state + "'");
        }

        private static long chunksOf(String state) {
            return rows("attachment_chunks c JOIN docket.attachments a ON a.id = c.attachment_id WHERE a.state = '"
                    + state + "'");
        }

        @Test
        void theTicketCanBeChanged() throws IOException {
            client.patch("/tickets/" + ticket, "{\"status\": \"in_progress\"}").expect(200);
            upload(text("quick.txt")).expect(201);
            assertThat(attachmentCount()).isEqualTo(1);

            sendTheRest();

            assertThat(slow.read().status()).isEqualTo(201);
            assertThat(actions()).containsExactly("created", "updated", "attached", "attached");
            assertThat(attachmentCount()).isEqualTo(2);
        }

        @Test
        void itIsNotToBeSeen() {
            assertThatJson(client.get(path()).body()).isEqualTo("{\"data\": []}");
            String id = server.testDatabase
                    .queryAsSuperuser("SELECT id FROM docket.attachments WHERE state = 'pending'")
                    .get(0)
                    .get(0);
            client.get(path() + "/" + id).expect(404);
            client.get(path() + "/" + id + "/content").expect(404);
            client.delete(path() + "/" + id).expect(404);
        }

        @Test
        void theTicketMayBeClosed() throws IOException {
            close();

            sendTheRest();

            assertThat(slow.read().status()).isEqualTo(409);
            Wait.until(() -> rowsOf("pending") + rowsOf("deleted") == 0);
            assertThat(attachmentCount()).isZero();
        }

        @Test
        void itsClientMayGoAway() throws IOException {
            slow.close();

            Wait.until(() -> rowsOf("pending") + rowsOf("deleted") == 0);
            assertThat(attachmentCount()).isZero();
        }

        @Test
        void itIsNotSweptAwayWithinAnHour() throws IOException {
            server.clock.advance(Duration.ofHours(1));
            sweep().run();

            sendTheRest();

            assertThat(slow.read().status()).isEqualTo(201);
        }

        @Test
        void itIsSweptAwayAfterAnHour() throws IOException {
            server.clock.advance(Duration.ofHours(1).plusMillis(1));
            sweep().run();
            assertThat(rowsOf("pending")).isZero();
            assertThat(rowsOf("deleted")).isZero();
            long chunks = rows("attachment_chunks");

            sendTheRest();

            assertThat(slow.read().status()).isEqualTo(408);
            assertThat(rows("attachment_chunks")).isEqualTo(chunks);
            assertThat(attachmentCount()).isZero();
        }
    }

    @Nested
    class BeforeAFileComes {

        @Test
        void itIsSaidThatItWouldBeInVain() throws IOException {
            String closed = path();
            close();

            for (Map.Entry<String, Integer> refusal :
                    Map.of(closed, 409, "/tickets/TKT-999/attachments", 404).entrySet()) {
                try (RawClient waiting = new RawClient(server.uri().getPort())) {
                    waiting.send(head(refusal.getKey(), FormData.TYPE));
                    assertThat(waiting.read().status()).isEqualTo(refusal.getValue());
                }
            }
        }
    }

    /** The head of a request whose body comes in chunks. */
    private String head(String path, String contentType) {
        String token = server.tokens
                .create("slow", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                .formatted(path, token, DemoData.ACCOUNT, contentType);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Nested
    class AtTheSameTime {

        /** Each result is as the history says, with concurrent requests to the ticket. */
        @Test
        void areCountedAsTheHistoryCounts() throws Exception {
            ExecutorService crowd = Executors.newFixedThreadPool(8);
            try (RunningServer beside = server.beside()) {
                List<ContractClient> nodes = List.of(client, beside.client());
                List<String> first = IntStream.range(0, 8)
                        .mapToObj(i -> attach(text(i + ".txt")))
                        .toList();
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    ContractClient node = nodes.get(i % 2);
                    int number = i;
                    answers.add(crowd.submit(() -> number % 2 == 0
                            ? upload(node, text(number + ".txt")).status()
                            // Each is deleted twice: one of the two requests finds nothing any more.
                            : node.delete(first.get(number / 2 % 8)).status()));
                }
                int added = 0;
                int deleted = 0;
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isIn(201, 204, 404);
                    added += answer.get() == 201 ? 1 : 0;
                    deleted += answer.get() == 204 ? 1 : 0;
                }

                assertThat(added).isEqualTo(20);
                assertThat(deleted).isEqualTo(8);
                assertThat(attachmentCount()).isEqualTo(20);
                assertThat(client.get(path() + "?includeTotal=true")
                                .json()
                                .get("total")
                                .asInt())
                        .isEqualTo(20);
                assertThat(actions().stream().filter("attached"::equals)).hasSize(28);
                assertThat(actions().stream().filter("attachment_deleted"::equals))
                        .hasSize(8);
                List<JsonNode> history = history();
                for (int i = 1; i < history.size(); i++) {
                    int before =
                            history.get(i).get("before").get("attachmentCount").asInt();
                    assertThat(history.get(i)
                                    .get("after")
                                    .get("attachmentCount")
                                    .asInt())
                            .isEqualTo(
                                    history.get(i).get("action").asText().equals("attached") ? before + 1 : before - 1);
                }
            } finally {
                crowd.shutdownNow();
            }
        }
    }

    @Nested
    class Sweeping {

        @Test
        void takesTheContentOfTheDeletedAway() {
            String kept = attach(new FormData().file("kept.txt", "text/plain", content(600_000)));
            String deleted = attach(new FormData().file("deleted.txt", "text/plain", content(600_000)));
            client.delete(deleted).expect(204);
            sweepAll();
            long chunks = rows("attachment_chunks");

            String again = attach(new FormData().file("again.txt", "text/plain", content(600_000)));
            assertThat(rows("attachment_chunks")).isEqualTo(chunks + 3);
            client.delete(again).expect(204);
            sweepAll();

            assertThat(rows("attachment_chunks")).isEqualTo(chunks);
            assertThat(states()).doesNotContain("deleted");
            assertThat(client.get(kept + "/content").expect(200).body()).hasSize(600_000);
        }

        private static void sweepAll() {
            sweep().run();
        }

        private static Set<String> states() {
            return new HashSet<>(
                    server.testDatabase.queryAsSuperuser("SELECT DISTINCT state FROM docket.attachments").stream()
                            .map(row -> row.get(0))
                            .toList());
        }
    }
}
