package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.server.demo.DemoData;
import dev.docket.server.security.TokenRequester;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketSearchTest {

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        // Their numbers are TKT-1 to TKT-5.
        create("""
                {"subject": "Card reader shows error 42", "description": "It stops after the tip screen; the well-known one.",
                 "requesterName": "Sam Reed", "requesterEmail": "sam.reed@example.com", "requesterPhone": "+1 (212) 555-0199",
                 "tags": ["terminal", "counter"]}""");
        create("""
                {"subject": "Printer out of paper", "description": "Please send receipt rolls to the Café Müller.",
                 "requesterName": "Zoë Łuk", "requesterEmail": "zoe@paper.example", "tags": ["receipts"]}""");
        create("""
                {"subject": "Reader of cards", "description": "“Hello”—said the printer.\\nSerial TX-204981/7c3e, ref #9",
                 "requesterName": "Ida", "requesterEmail": "ida@example.com"}""");
        create("""
                {"subject": "Chargeback", "description": "What does a chargeback cost? See https://fees.example/list?id=7.",
                 "requesterName": "Rosa", "requesterEmail": "rosa@example.com", "tags": ["not-a-reader's tag"]}""");
        create("""
                {"subject": "東京タワー の カード", "description": "ＦＵＬＬ ｗｉｄｔｈ, ﬁne", "requesterType": "mid",
                 "requesterId": "5001"}""");
        server.clientOf(DemoData.OTHER_ACCOUNT)
                .post("/tickets", ticket("{\"subject\": \"Card reader of another account\"}"))
                .expect(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode create(String json) {
        return client.post("/tickets", ticket(json)).expect(201).json();
    }

    private static Answer search(ContractClient as, String text) {
        return as.get("/tickets?search=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    private static List<Integer> found(ContractClient as, String text) {
        List<Integer> numbers = new ArrayList<>();
        search(as, text)
                .expect(200)
                .json()
                .get("data")
                .forEach(ticket -> numbers.add(
                        Integer.valueOf(ticket.get("ticketNumber").asText().replace("TKT-", ""))));
        return numbers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "card                  | 1 3",
                "cards                 | 3",
                "CARD rEADER           | 1",
                "reader card           | 1 3",
                "read                  | 1 3 4",
                "read card             |",
                "read* card            | 1 3",
                "car* read*            | 1 3",
                "cards reader printer  | 3",
                "\"card reader\"       | 1",
                "\"reader card\"       |",
                "\"card read\"         |",
                "\"card reader         | 1",
                "\"out of paper\"      | 2",
                "reader -printer       | 1 4",
                "cards -print          | 3",
                "cards -print*         |",
                "-cards                | 1 2 4 5",
                "-cards -\"out of paper\" | 1 4 5",
                "reader -\"card reader\" -counter | 3 4",
                "sam.reed@example.com  | 1",
                "SAM.REED@EXAMPLE.COM  | 1",
                "sam reed              | 1",
                "example.com           | 1 3 4",
                "@example.com          | 1 3 4",
                "sam.reed@exam         | 1",
                "rosa@example.com      | 4",
                "+1 (212) 555-0199     | 1",
                "12125550199           | 1",
                "555-0199              | 1",
                "TKT-3                 | 3",
                "tkt-3                 | 3",
                "TKT-33                |",
                "\"TKT-3\"             | 3",
                "well-known            | 1",
                "known                 | 1",
                "wellknown             |",
                "TX-204981             | 3",
                "204981                | 3",
                "204981/7c             | 3",
                "7c3e                  | 3",
                "hello                 | 3",
                "said                  | 3",
                "#9                    | 3",
                "terminal counter      | 1",
                "not-a-reader          | 4",
                "cafe muller           | 2",
                "CAFÉ MÜLLER           | 2",
                "Cafe\u0301            | 2",
                "zoe                   | 2",
                "łuk                   | 2",
                "fees.example          | 4",
                "fees.example/list?id=7 | 4",
                "cost?                 | 4",
                "blue door bakery      | 5",
                "東京                  | 5",
                "カード                | 5",
                "full width fine       | 5",
                "fine ﬁne              | 5",
                "reader - card         | 1 3",
                "reader \"\" card      | 1 3",
                "reader & card         | 1 3",
                "!reader               | 1 3 4",
                "reader:* card:A       |",
                "(reader               | 1 3 4",
                "another account       |",
                "nothing-of-the-kind   |",
                "...                   |",
                "-                     |",
                "\"                    |",
                "*                     |",
                "🎉                    |"
            })
    void finds(String text, String numbers) {
        List<Integer> expected = numbers == null
                ? List.of()
                : List.of(numbers.split(" ")).stream().map(Integer::valueOf).toList();

        assertThat(found(client, text)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(client.get("/tickets?includeTotal=true&pageSize=1&search="
                                + URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .expect(200)
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(expected.size());
    }

    @Test
    void takesNothingForAnOperator() {
        assertThat(found(client, "reader | card")).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void putsTheBestFirstAndTheOthersInPagesBehind() {
        // Once in the description of 3, and in the subject of 2.
        assertThat(found(client, "printer")).containsExactly(2, 3);

        List<Integer> walked = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.get("/tickets?search=reader&pageSize=1" + cursor)
                    .expect(200)
                    .json();
            page.get("data")
                    .forEach(ticket -> walked.add(
                            Integer.valueOf(ticket.get("ticketNumber").asText().replace("TKT-", ""))));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(walked).containsExactlyElementsOf(found(client, "reader")).containsExactlyInAnyOrder(1, 3, 4);
    }

    @Test
    void canBeNarrowedAndSortedLikeAnyList() {
        assertThat(numbers("search=example&sort=createdAt&tag=terminal")).containsExactly(1);
        assertThat(numbers("search=reader&sort=-ticketNumber")).containsExactly(4, 3, 1);
        assertThat(numbers("search=reader&sort=-priority,relevance")).containsExactlyInAnyOrder(1, 3, 4);
        assertThat(numbers("search=reader&status=closed")).isEmpty();
    }

    private static List<Integer> numbers(String query) {
        List<Integer> numbers = new ArrayList<>();
        client.get("/tickets?" + query)
                .expect(200)
                .json()
                .get("data")
                .forEach(ticket -> numbers.add(
                        Integer.valueOf(ticket.get("ticketNumber").asText().replace("TKT-", ""))));
        return numbers;
    }

    @Test
    void findsNewAndChangedTicketsAtOnce() {
        ContractClient fresh = account("fresh");
        for (int i = 1; i <= 20; i++) {
            fresh.post("/tickets", ticket("{\"subject\": \"number%d of them\"}".formatted(i)))
                    .expect(201);
            assertThat(found(fresh, "number" + i)).contains(i);
        }

        fresh.patch("/tickets/TKT-20", "{\"subject\": \"renamed\", \"tags\": [\"new\"]}")
                .expect(200);

        assertThat(found(fresh, "\"number20\"")).isEmpty();
        assertThat(found(fresh, "renamed")).containsExactly(20);
        assertThat(fresh.get("/tickets?tag=new").expect(200).json().get("data")).hasSize(1);
    }

    private static ContractClient account(String id) {
        server.operator()
                .post("/accounts", "{\"id\": \"%1$s\", \"name\": \"%1$s\"}".formatted(id))
                .expect(201);
        return server.clientOf(id);
    }

    @Nested
    class OfComments {

        private void comment(ContractClient by, String content, boolean isInternal) {
            by.post(
                            "/tickets/TKT-1/comments",
                            "{\"content\": \"%s\", \"isInternal\": %s}".formatted(content, isInternal))
                    .expect(201);
        }

        @Test
        void findsTheTicketByAllOfThemAndItsOwnWordsTogether() {
            ContractClient talk = account("talk");
            talk.post("/tickets", ticket("{\"subject\": \"Odd noise\"}")).expect(201);
            comment(talk, "It hums in the morning.", false);
            comment(talk, "And in the evening: see noise@hum.example", false);

            for (String text : List.of("hums", "noise morning evening", "noise@hum.example", "\"in the evening\"")) {
                assertThat(found(talk, text)).as(text).containsExactly(1);
            }
            assertThat(found(talk, "noise -evening")).isEmpty();

            talk.patch("/tickets/TKT-1", "{\"subject\": \"Strange sound\"}").expect(200);
            assertThat(found(talk, "sound hums")).containsExactly(1);
        }

        @Test
        void findsNothingByInternalNotesForThoseWhoMayNotSeeThem() {
            ContractClient writer = account("notes");
            writer.post("/tickets", ticket("{\"subject\": \"Refund\"}")).expect(201);
            comment(writer, "suspected fraud", true);
            comment(writer, "thank you", false);
            ContractClient reader = server.client("notes", List.of("tickets:read"));
            ContractClient insider = server.client("notes", List.of("tickets:read", "tickets:notes"));

            ContractClient requester = server.requester(
                    "notes",
                    new TokenRequester("external", "sam.reed@example.com"),
                    List.of("tickets:read", "tickets:notes"));

            assertThat(found(insider, "fraud")).containsExactly(1);
            assertThat(found(insider, "thank fraud refund")).containsExactly(1);
            assertThat(found(insider, "refund -fraud")).isEmpty();

            for (ContractClient outsider : List.of(reader, requester)) {
                assertThat(found(outsider, "fraud")).isEmpty();
                assertThat(found(outsider, "refund fraud")).isEmpty();
                // An exclusion does not reveal it either.
                assertThat(found(outsider, "refund -fraud")).containsExactly(1);
                assertThat(found(outsider, "thank refund")).containsExactly(1);
            }
        }

        @Test
        void doesNotFindFormerTexts() {
            ContractClient changed = account("changed");
            changed.post("/tickets", ticket("{\"subject\": \"Lease\"}")).expect(201);
            comment(changed, "first", false);
            comment(changed, "secret number 4711", false);
            comment(changed, "inside story", true);
            comment(changed, "last", false);
            JsonNode comments =
                    changed.get("/tickets/TKT-1/comments").expect(200).json().get("data");
            String comment =
                    "/tickets/TKT-1/comments/" + comments.get(1).get("id").asText();

            changed.patch(comment, "{\"content\": \"number withheld\"}").expect(200);
            assertThat(found(changed, "secret")).isEmpty();
            assertThat(found(changed, "lease first withheld inside last")).containsExactly(1);

            changed.post(comment + "/redact", "{\"reason\": \"secret\"}").expect(200);
            assertThat(found(changed, "withheld")).isEmpty();
            assertThat(found(changed, "secret")).isEmpty();
            assertThat(found(changed, "first inside last")).containsExactly(1);
            assertThat(found(server.client("changed", List.of("tickets:read")), "inside"))
                    .isEmpty();
        }

        @Test
        void endsWhereATicketHasMoreWordsThanCanBeKept() {
            ContractClient wordy = account("wordy");
            wordy.post("/tickets", ticket()).expect(201);
            String words = String.join(
                    " ", IntStream.range(0, 5_000).mapToObj(i -> "word" + i).toList());
            comment(wordy, words, false);
            for (int i = 0; i < 5; i++) {
                comment(wordy, words.replace("word", "other" + i + "x"), false);
            }

            assertThat(found(wordy, "word4999 other0x4999")).hasSize(1);
            assertThat(found(wordy, "other4x1")).isEmpty();
            assertThat(found(wordy, "sam.reed@example.com")).hasSize(1);
        }
    }

    @Nested
    class AnyText {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'",
                    "''",
                    "\\",
                    "\\'",
                    "a\\' & b",
                    "'; DROP TABLE tickets; --",
                    "a & | b",
                    "!!!",
                    "a <-> b <9999999> c",
                    "a:*B b:ABCD c:",
                    "((((",
                    "\"\"\"\"",
                    "-\"",
                    "--a",
                    "-*",
                    "a**",
                    "%' OR 1=1",
                    "@2311",
                    "'@4711'",
                    "#terminal",
                    "\u202E\u200B\uFEFF",
                    "\uFDFA\uFDFA\uFDFA",
                    "\uD834\uDD1E",
                    "a\u0301\u0302\u0303",
                    "\u0130\u0131\u017F\u1E9E",
                    "\u0E01\u0E33 \u0915\u094D\u0937 \uD55C\uAE00",
                    "1e5 0x1F 1.2.3.4 -5 +5 1e400",
                    "http://[::1]:80/?a=b#c",
                    "</b>&amp;%20",
                    ":name ?1 $1 {x} <x> ${x}"
                })
        void isSearchedFor(String text) {
            search(client, text).expect(200);
        }

        @EachSeed
        void isSearchedForHoweverRandom(long seed) {
            Random random = new Random(seed);
            String alphabet = "ab1 \"'-*\\:&|!()<>@#%é東\u0301\u200B🎉ß";
            int[] characters = alphabet.codePoints().toArray();
            for (int i = 0; i < 300; i++) {
                int[] text = IntStream.range(0, 1 + random.nextInt(60))
                        .map(at -> characters[random.nextInt(characters.length)])
                        .toArray();
                search(client, new String(text, 0, text.length)).expect(200);
            }
        }

        @Test
        void isSearchedForAtItsLongest() {
            for (String text : List.of("a ", "\"", "-a", "a*", "\uFDFA", "東", "'", "a-")) {
                search(client, text.repeat(200 / text.length())).expect(200);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    "é",
                    "a ",
                    "東京 ",
                    "\uFDFA",
                    "\u3300",
                    "\uD835\uDC00 ",
                    "a-b_c@d.e/f ",
                    "'",
                    "\\",
                    "\u0301"
                })
        void isKept(String part) {
            String description = part.repeat(65_536 / part.codePointCount(0, part.length()));
            JsonNode ticket = account("long" + Integer.toHexString(part.hashCode()))
                    .post(
                            "/tickets",
                            ticket("{\"subject\": \"long\", \"tags\": [\"long\"]}")
                                    .replace("It stops after the tip screen.", description.replace("\\", "\\\\")))
                    .expect(201)
                    .json();
            assertThat(ticket.get("description").asText().equals(description)).isTrue();
        }

        @Test
        void isKeptWithAsManyWordsAsItCanHave() {
            StringBuilder words = new StringBuilder();
            for (int letter = 0; letter < 13_000; letter++) {
                words.appendCodePoint(0x20000 + letter)
                        .appendCodePoint(0x20000 + letter * 3 % 13_000)
                        .append(' ');
            }
            ContractClient full = account("full");

            full.post("/tickets", ticket("{\"description\": \"" + words + "\"}"))
                    .expect(201);

            assertThat(found(full, "sam")).hasSize(1);
        }
    }
}
