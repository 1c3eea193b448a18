package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters of many scripts, as they are searched and compared over HTTP. */
class LettersTest {

    private static final AtomicLong IDS = new AtomicLong(60_000);

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

    private static JsonNode create(String property, String value) {
        return client.post("/tickets", ticketWith(property, value)).expect(201).json();
    }

    private static List<String> found(ContractClient as, String path, String text, String id) {
        List<String> ids = new ArrayList<>();
        as.get(path + "?search=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .get("data")
                .forEach(each -> ids.add(each.get(id).asText()));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "Weißstraße, WEISSSTRASSE",
        "ΟΔΟΣ, οδος",
        "أحمد, احمد",
        "مُحَمَّد, محمد",
        "שָׁלוֹם, שלום",
        "Łódź, lodz",
        "Søren, SOREN",
        "Iğdır, igdir",
        "Ёлочка, елочка",
        "ＴＥＲＭＩＮＡＬ, terminal",
        "\uFEFFTerminal, Terminal",
        "Kredit\u00ADkarte, Kreditkarte",
        "Zero\u200Bwidth, zerowidth",
        "Việt, viet",
        "लेनदेन, लेनदेन",
        "決済端末が故障, 端末",
        "決済端末が故障, 故障",
        "決済端末が故障, 末",
        "決済端末が故障, 障",
        "クレジットカード, カード",
        "信用卡读卡器, 读卡",
        "결제단말기, 단말기",
        "เครื่องรูดบัตร, บัตร",
        "ເຄື່ອງອ່ານບັດ, ບັດ",
        "ម៉ាស៊ីនអានកាត, កាត",
        "ကတ်ဖတ်စက်, ဖတ်",
        "٤١٥٥٥, 41555",
    })
    void areFoundInTicketsAndInTheDirectory(String stored, String searched) {
        JsonNode ticket = create("subject", stored);
        long id = IDS.incrementAndGet();
        client.put("/merchants/" + id, "{\"uniqueId\": \"letters-%d\", \"dbaName\": \"%s\"}".formatted(id, stored))
                .expect(200);

        assertThat(found(client, "/tickets", searched, "id"))
                .contains(ticket.get("id").asText());
        assertThat(found(client, "/merchants", searched, "id")).contains(Long.toString(id));
    }

    @ParameterizedTest
    @CsvSource({"決済端末, 済末", "ハハ, パパ", "東京, 京東", "Søren, soeren", "บัตร, บตร"})
    void areNotFoundByOthers(String stored, String searched) {
        String id = create("subject", stored).get("id").asText();

        assertThat(found(client, "/tickets", searched, "id")).doesNotContain(id);
    }

    @EachSeed
    void ofAnyWordAreFoundInAnyCaseAndForm(long seed) {
        Random random = new Random(seed);
        List<String> words = List.of(
                "Straße",
                "ΦΩΣ",
                "Łódź",
                "naïve",
                "Ёлка",
                "Việt",
                "مُحَمَّد",
                "שָׁלוֹם",
                "İzmir",
                "端末故障",
                "カード",
                "บัตร",
                "한국",
                "plain");
        for (int i = 0; i < 20; i++) {
            List<String> some =
                    random.ints(4, 0, words.size()).mapToObj(words::get).toList();
            String id = create("description", String.join(" ", some)).get("id").asText();
            for (String word : some) {
                String other = random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word.toLowerCase(Locale.ROOT);
                Normalizer.Form form = Normalizer.Form.values()[random.nextInt(4)];
                assertThat(found(client, "/tickets", Normalizer.normalize(other, form), "id"))
                        .as(word)
                        .contains(id);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+1 (415) 555-0142, 4155550142",
        "+1 (415) 555-0242, 14155550242",
        "+14155550342, (415) 555-0342",
        "(415) 555-0442, +1 415 555 0442",
        "+1 415 555 0542 ext. 9, 415.555.0542",
        "+1 415 555 0642, 415-555-0642 x12",
        "٤١٥٥٥٥٠٧٤٢, 4155550742",
        "+44 20 7946 0958, 020 7946 0958",
        "020 7946 0959, +44 20 7946 0959",
        "+7 912 345-67-89, 8 912 345 67 89",
        "555-0842, +1 415 555 0842",
        "+33 1 23 45 67 89, 01.23.45.67.89",
        "+1 415 555 0942, 415555",
    })
    void ofPhoneNumbersAreFoundWithAndWithoutTheCountry(String stored, String searched) {
        String id = create("requesterPhone", stored).get("id").asText();
        assertThat(found(client, "/tickets", searched, "id")).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "+1 (415) 555-0142, 4155550142",
        "+14155550342, (415) 555-0342",
        "(415) 555-0442, +1 415 555 0442",
        "+44 20 7946 0958, 020 7946 0958",
        "٤١٥٥٥٥٠٧٤٢, 4155550742",
    })
    void ofPhoneNumbersAreFoundInTheDirectory(String stored, String searched) {
        long id = IDS.incrementAndGet();
        client.put("/leads/" + id, """
                        {"uniqueId": "letters-%d", "name": "N", "phone": "%s"}""".formatted(id, stored)).expect(200);

        assertThat(found(client, "/leads", searched, "id")).contains(Long.toString(id));
    }

    @Nested
    class OfATicketNumber {

        private static ContractClient many;

        @BeforeAll
        static void fill() {
            server.operator()
                    .post("/accounts", "{\"id\": \"many\", \"name\": \"Many\"}")
                    .expect(201);
            many = server.clientOf("many");
            for (int i = 1; i <= 12; i++) {
                many.post("/tickets", ticket("{\"subject\": \"As in TKT-1 and TKT-2\"}"))
                        .expect(201);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"TKT-1", "tkt-1", "TKT 1", "tkt1", "#1", "1", " TKT-1 ", "TKT-01", "ＴＫＴ－１", "tkt #1"})
        void putItsTicketFirst(String search) {
            assertThat(found(many, "/tickets", search, "ticketNumber").get(0)).isEqualTo("TKT-1");
        }

        @Test
        void putItOnceOnThePagesOfAList() {
            List<String> walked = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = many.get("/tickets?search=TKT-1&pageSize=5" + cursor)
                        .expect(200)
                        .json();
                page.get("data")
                        .forEach(each -> walked.add(each.get("ticketNumber").asText()));
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : "";
            } while (!cursor.isEmpty());
            assertThat(walked).hasSize(12).doesNotHaveDuplicates().startsWith("TKT-1");
        }

        @Test
        void areReadInAnyCase() {
            assertThat(many.get("/tickets/tkt-2").expect(200).json().get("ticketNumber"))
                    .hasToString("\"TKT-2\"");
            many.patch("/tickets/Tkt-2", "{\"priority\": \"high\"}").expect(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Café", "Å", "Ünal", "Nguyễn", "한글", "が", "ñandú", "Ő", "ǖ", "क़"})
    void ofTagsAndFieldsAreTheSameComposedAndDecomposed(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        JsonNode made = client.post("/tickets", ticket("""
                        {"tags": ["%1$s", "%2$s"], "customFields": {"%1$s": "%1$s"}}""".formatted(decomposed, composed)))
                .expect(201)
                .json();

        assertThat(made.get("tags")).hasSize(1);
        assertThat(made.get("tags").get(0).asText()).isEqualTo(composed);
        assertThat(made.get("customFields").get(composed).asText()).isEqualTo(composed);
        String tag = URLEncoder.encode(decomposed, StandardCharsets.UTF_8);
        for (String query : List.of("tag=" + tag, "customField=" + tag + ":" + tag)) {
            assertThat(client.get("/tickets?" + query)
                            .expect(200)
                            .json()
                            .get("data")
                            .findValuesAsText("id"))
                    .contains(made.get("id").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200B", "\u200D", "\u00AD", "\uFEFF", "\u2060", "\u202E", "\u200E", "\u061C", "\u180E", "\uFE0F"
            })
    void ofAnAddressAreSeen(String unseen) {
        JsonNode problem = client.post("/tickets", ticketWith("requesterEmail", "sa" + unseen + "m@example.com"))
                .expect(400)
                .json();

        assertThat(problem.get("errors").get(0).get("detail").asText())
                .contains("U+%04X".formatted(unseen.codePointAt(0)), "character 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {" sam@example.com", "sam@example.com ", "  sam@example.com  ", "\u2003sam@example.com"})
    void areTakenFromAnAddressWithoutTheBlanksAroundIt(String given) {
        assertThat(create("requesterEmail", given).get("requesterEmail").asText())
                .isEqualTo("sam@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth0|5f7c8ec7c33c6c004bbafe82",
                "google-oauth2|1234",
                "waad|a=b&c",
                "J.Müller",
                "o'brien",
                "a,b;c",
                "(x)",
                "用户",
                "~me",
                "a\\\\b",
                "{x}"
            })
    void ofAUsersIdAreAnyThatAreSeen(String id) {
        String path = "/users/"
                + URLEncoder.encode(id.replace("\\\\", "\\"), StandardCharsets.UTF_8)
                        .replace("+", "%20");
        client.put(path, "{\"name\": \"N\", \"email\": \"%d@ids.example\"}".formatted(IDS.incrementAndGet()))
                .expect(200);
        assertThat(client.get(path).expect(200).json().get("id").asText()).isEqualTo(id.replace("\\\\", "\\"));
        client.post("/tickets", ticketWith("assignedTo", id.replace("\\\\", "\\")))
                .expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%3Fb", "a%23b", "a%25b", "%E2%80%8B", "a%09", "%C2%A0", "a%EF%BB%BF"})
    void ofAUsersIdAreNotOthers(String id) {
        assertThat(client.put("/users/" + id, "{\"name\": \"N\", \"email\": \"x@ids.example\"}")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001.0", "1001", "1.001e3", "1001.000", "100100e-2"})
    void ofAnIntegerMayHaveAPoint(String number) {
        assertThat(client.post("/tickets", ticket("{\"merchantId\": %s}".formatted(number)))
                        .expect(201)
                        .json()
                        .get("merchantId")
                        .asLong())
                .isEqualTo(1001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001.5", "\"1001\"", "true", "1e400", "9223372036854775808", "1e19", "[]"})
    void ofAnIntegerAreNoOthers(String number) {
        assertThat(client.post("/tickets", ticket("{\"merchantId\": %s}".formatted(number)))
                        .violations())
                .hasSize(1);
    }
}
