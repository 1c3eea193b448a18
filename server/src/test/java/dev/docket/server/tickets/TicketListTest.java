package dev.docket.server.tickets;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.testing.Seeds;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketListTest {

    private static final String SECRETS = "custom:secrets";

    private static RunningServer server;
    private static ContractClient client;

    /** The tickets a to g, a minute apart, each with different data; h is of a secret type, and i was deleted. */
    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        server.add(TicketTypeRows.type("secret", List.of(SECRETS), List.of()));
        server.add(TicketTypeRows.type("plain"));
        ContractClient insider = server.client(Stream.concat(Operations.permissions().stream(), Stream.of(SECRETS))
                .toList());
        server.put(DemoData.OTHER_ACCOUNT, MerchantDao.class, new MerchantRow(1002, "m-2", "Two", "", "", ""));

        create(client, "a", """
                {"priority": "low", "source": "phone", "assignedTo": "u-ana", "tags": ["red", "blue", "it's \\\\ \\"odd\\""],
                 "requesterId": "visitor-a",
                 "customFields": {"number": 5, "price": 1.25, "flag": true, "text": "5:6", "object": {"a": 1}, "empty": ""}}""");
        create(client, "b", """
                {"status": "in_progress", "priority": "urgent", "category": "billing", "source": "email",
                 "assignedTo": "u-ben", "assignedTeamId": 7, "requesterType": "merchant", "requesterId": "1001",
                 "tags": ["red"]}""");
        create(client, "c", """
                {"status": "waiting_customer", "priority": "high", "category": "account", "source": "portal",
                 "requesterType": "lead", "requesterId": "3001", "tags": ["Red", "blue"]}""");
        create(client, "d", """
                {"status": "resolved", "category": "compliance", "source": "api",
                 "requesterType": "application", "requesterId": "7001"}""");
        create(client, "e", """
                {"status": "closed", "category": "retention", "source": "internal",
                 "requesterType": "mid", "requesterId": "5002"}""");
        create(client, "f", """
                {"ticketTypeId": "terminal-support", "category": "general_support", "requesterType": "user",
                 "requesterId": "ana@harborcards.example", "customFields": {"serialNumber": "TX-204981"}}""");
        create(client, "g", """
                {"ticketTypeId": "plain", "status": "waiting_internal", "category": "activations", "assignedTo": "u-cho"}""");
        create(insider, "h", """
                {"ticketTypeId": "secret", "priority": "low", "tags": ["red"]}""");
        create(client, "i", """
                {"priority": "low", "tags": ["red"]}""");
        client.delete("/tickets/TKT-9").expect(204);
        server.testDatabase.executeAsSuperuser(
                "UPDATE docket.tickets SET updated_at = '2026-04-01T00:00:00Z' WHERE subject = 'a'");
        create(server.clientOf(DemoData.OTHER_ACCOUNT), "z", """
                {"priority": "low", "tags": ["red"], "requesterType": "merchant", "requesterId": "1001"}""");
        server.clock.set(RunningServer.START.plus(Duration.ofMinutes(20)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void create(ContractClient as, String subject, String json) {
        as.post("/tickets", ticket(json.replaceFirst("\\{", "{\"subject\": \"" + subject + "\", ")))
                .expect(201);
        server.clock.advance(Duration.ofMinutes(1));
    }

    private static Answer list(String query) {
        return client.get("/tickets?" + query).expect(200);
    }

    private static List<String> subjects(Answer page) {
        List<String> subjects = new ArrayList<>();
        page.json()
                .get("data")
                .forEach(ticket -> subjects.add(ticket.get("subject").asText()));
        return subjects;
    }

    /** Returns all pages of a list, in their order. */
    private static List<JsonNode> walk(ContractClient as, String query) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = as.get("/tickets?" + query + cursor).expect(200).json();
            page.get("data").forEach(all::add);
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : null;
        } while (cursor != null);
        return all;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Nested
    class WithoutAnything {

        @Test
        void showsTheNewestFirstAsTheyAreReadOneByOne() {
            Answer list = list("");

            assertThat(subjects(list)).containsExactly("g", "f", "e", "d", "c", "b", "a");
            assertThat(list.json().has("nextCursor")).isFalse();
            assertThat(list.json().has("total")).isFalse();
            list.json()
                    .get("data")
                    .forEach(ticket -> assertThatJson(ticket)
                            .isEqualTo(client.get("/tickets/" + ticket.get("id").asText())
                                    .expect(200)
                                    .json()));
        }

        @Test
        void isNotSentAgainToAClientThatHasIt() {
            String seen = client.get("/tickets?pageSize=2").expect(200).header("ETag");

            Answer same = client.with("If-None-Match", seen)
                    .get("/tickets?pageSize=2")
                    .expect(304);
            assertThat(same.body()).isEmpty();
            assertThat(same.header("ETag")).isEqualTo(seen);
            assertThat(client.with("If-None-Match", seen)
                            .get("/tickets?pageSize=3")
                            .expect(200)
                            .header("ETag"))
                    .isNotEqualTo(seen);
        }

        @Test
        void isEmptyInAnAccountWithoutTickets() {
            server.operator()
                    .post("/accounts", "{\"id\": \"nothing\", \"name\": \"Nothing\"}")
                    .expect(201);

            assertThatJson(server.clientOf("nothing")
                            .get("/tickets?includeTotal=true")
                            .expect(200)
                            .body())
                    .isEqualTo("{\"data\": [], \"total\": 0}");
        }
    }

    @Nested
    class Filters {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "status=open                                                | a f",
                    "status=open&status=in_progress&status=open                 | a b f",
                    "status=closed                                              | e",
                    "priority=urgent                                            | b",
                    "priority=low&priority=high                                 | a c",
                    "category=billing&category=retention                        | b e",
                    "source=email                                               | b",
                    "ticketTypeId=terminal-support                              | f",
                    "ticketTypeId=terminal-support&ticketTypeId=plain           | f g",
                    "ticketTypeId=secret                                        |",
                    "assignedTo=u-ana                                           | a f",
                    "assignedTo=none                                            | c d e",
                    "assignedTo=none&assignedTo=u-ben                           | b c d e",
                    "assignedTo=u-ben&assignedTo=u-cho                          | b g",
                    "assignedTeamId=7                                           | b",
                    "assignedTeamId=8                                           |",
                    "requesterType=external                                     | a g",
                    "requesterType=mid&requesterType=merchant                   | b e",
                    "requesterId=visitor-a                                      | a",
                    "requesterId=1001&requesterId=3001                          | b c",
                    "merchantId=1001                                            | b",
                    "merchantId=1001&merchantId=1002                            | b e",
                    "leadId=3001                                                | c",
                    "applicationId=app-north-pier                               | d",
                    "midId=5002                                                 | e",
                    "tag=red                                                    | a b",
                    "tag=red&tag=blue                                           | a",
                    "tag=blue                                                   | a c",
                    "tag=Red                                                    | c",
                    "tag=re                                                     |",
                    "tag=it%27s%20%5C%20%22odd%22                               | a",
                    "tag=%27%20%7C%20%27red                                     |",
                    "createdFrom=2026-03-06T21:32:00Z                           | c d e f g",
                    "createdTo=2026-03-06T21:32:00Z                             | a b",
                    "createdFrom=2026-03-06T22:31:00%2B01:00&createdTo=2026-03-06T21:33:00Z | b c",
                    "updatedFrom=2026-03-20T00:00:00Z                           | a",
                    "updatedFrom=2026-03-06T21:35:00Z&updatedTo=2026-03-06T22:00:00Z | f g",
                    "dueFrom=2026-03-10T00:00:00Z                               | a f g",
                    "dueTo=2026-03-10T00:00:00Z                                 | b c",
                    "dueFrom=2026-03-09T16:31:00Z&dueTo=2026-03-09T16:31:00.000001Z | b",
                    "dueFrom=2026-03-09T16:30:00Z&dueTo=2026-03-09T16:31:00Z    |",
                    "customField=serialNumber:TX-204981                         | f",
                    "customField=serialNumber:TX                                |",
                    "customField=number:5                                       | a",
                    "customField=price:1.25                                     | a",
                    "customField=flag:true                                      | a",
                    "customField=text:5:6                                       | a",
                    "customField=empty:                                         | a",
                    "customField=number:5&customField=flag:true                 | a",
                    "customField=number:5&customField=flag:false                |",
                    "customField=object:%7B%22a%22%3A%201%7D                    |",
                    "customField=nothing:                                       |",
                    "slaStatus=paused                                           | c",
                    "slaStatus=breached                                         | b",
                    "slaStatus=on_time                                          | a f g",
                    "slaStatus=on_time&slaStatus=paused                         | a c f g",
                    "isDeleted=false&priority=low                               | a",
                    "status=open&priority=low&assignedTo=u-ana&tag=red          | a",
                    "status=open&priority=urgent                                |"
                })
        void narrowTheList(String query, String subjects) {
            Answer list = list(query + "&sort=createdAt&includeTotal=true");

            List<String> expected = subjects == null ? List.of() : List.of(subjects.split(" "));
            assertThat(subjects(list)).containsExactlyElementsOf(expected);
            assertThat(list.json().get("total").asInt()).isEqualTo(expected.size());
        }

        /** The index of words has the beginning of a field; quotes and backslashes have no special meaning. */
        @ParameterizedTest
        @ValueSource(strings = {"plain", "it's", "back\\slash", "' & '#x", "Größe ½", "LONG", "{\"a\": 1}"})
        void findCustomFieldsToTheLetterAsTheyAreNow(String given) {
            String value = given.replace("LONG", "x".repeat(300));
            String account = "fields" + Integer.toHexString(given.hashCode());
            server.operator()
                    .post("/accounts", "{\"id\": \"%1$s\", \"name\": \"%1$s\"}".formatted(account))
                    .expect(201);
            ContractClient fields = server.clientOf(account);
            String field = "{\"customFields\": {\"field\": %s}}".formatted(TextNode.valueOf(value));
            String path = "/tickets/"
                    + fields.post("/tickets", ticket(field)).expect(201).json().get("id");
            String query = "/tickets?customField=" + encode("field:" + value);

            assertThat(subjects(fields.get(query).expect(200))).hasSize(1);
            assertThat(subjects(fields.get(query + "&search=nothing").expect(200)))
                    .isEmpty();
            assertThat(subjects(fields.get(query + "x").expect(200))).isEmpty();
            assertThat(subjects(server.client().get(query).expect(200))).isEmpty();
            fields.patch(path, "{\"customFields\": {\"field\": \"other\"}}").expect(200);
            assertThat(subjects(fields.get(query).expect(200))).isEmpty();
            assertThat(subjects(fields.get("/tickets?customField=field:other").expect(200)))
                    .hasSize(1);
        }

        @Test
        void listTheDeletedOnlyForThoseWhoMayDelete() {
            ContractClient janitor = server.client(List.of("tickets:read", "tickets:delete"));

            assertThat(subjects(janitor.get("/tickets?isDeleted=true").expect(200)))
                    .containsExactly("i");
            assertThat(subjects(janitor.get("/tickets?isDeleted=true&tag=red").expect(200)))
                    .containsExactly("i");
            assertProblem(
                    server.client(List.of("tickets:read")).get("/tickets?isDeleted=true"),
                    ProblemType.FORBIDDEN,
                    "/tickets");
        }
    }

    @Nested
    class ThePermissionsOfATicketType {

        @ParameterizedTest
        @ValueSource(strings = {"", "priority=low", "ticketTypeId=secret&ticketTypeId=plain", "tag=red", "search=h"})
        void hideItsTicketsAndDoNotCountThem(String query) {
            ContractClient insider = server.client(List.of("tickets:read", SECRETS));
            String path = "/tickets?pageSize=200&includeTotal=true&" + query;

            JsonNode all = insider.get(path).expect(200).json();
            Answer some = client.get(path).expect(200);

            assertThat(all.get("data"))
                    .anyMatch(ticket -> ticket.get("subject").asText().equals("h"));
            assertThat(subjects(some))
                    .doesNotContain("h")
                    .hasSize(all.get("data").size() - 1);
            assertThat(some.json().get("total").asInt())
                    .isEqualTo(all.get("total").asInt() - 1);
        }
    }

    @Nested
    class AnotherAccount {

        @Test
        void hasOnlyItsOwn() {
            ContractClient other = server.clientOf(DemoData.OTHER_ACCOUNT);
            for (String query : List.of("", "tag=red", "search=z", "requesterId=1001", "merchantId=1001")) {
                assertThat(subjects(other.get("/tickets?" + query).expect(200))).containsExactly("z");
            }
            assertThat(subjects(other.get("/tickets?search=error").expect(200))).isEmpty();
        }
    }

    @Nested
    class Sort {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "createdAt                   | a b c d e f g",
                    "-createdAt                  | g f e d c b a",
                    "updatedAt                   | b c d e f g a",
                    "ticketNumber                | a b c d e f g",
                    "-ticketNumber               | g f e d c b a",
                    "priority                    | a d e f g c b",
                    "-priority                   | b c g f e d a",
                    "priority,-createdAt         | a g f e d c b",
                    "status                      | a f b c g d e",
                    "status,-priority            | f a b c g d e",
                    "-status,createdAt           | e d g c b a f",
                    "slaResolutionDue            | b c f g a d e",
                    "-slaResolutionDue           | a g f c b e d",
                    "slaResolutionDue,-createdAt | b c f g a e d"
                })
        void ordersTheList(String sort, String subjects) {
            assertThat(subjects(list("sort=" + sort))).containsExactly(subjects.split(" "));
        }
    }

    /** Every combination of sort keys, in pages, against an order that is computed here. */
    @Nested
    class Pages {

        private static final Map<String, Comparator<JsonNode>> ORDERS = Map.of(
                "createdAt",
                        Comparator.comparing(
                                ticket -> Instant.parse(ticket.get("createdAt").asText())),
                "updatedAt",
                        Comparator.comparing(
                                ticket -> Instant.parse(ticket.get("updatedAt").asText())),
                "priority",
                        Comparator.comparing(ticket -> List.of("low", "medium", "high", "urgent")
                                .indexOf(ticket.get("priority").asText())),
                "status",
                        Comparator.comparing(ticket -> List.of(
                                        "open",
                                        "in_progress",
                                        "waiting_customer",
                                        "waiting_internal",
                                        "resolved",
                                        "closed")
                                .indexOf(ticket.get("status").asText())),
                "ticketNumber", Comparator.comparing(ticket -> ticket.get("id").asLong()));

        static Stream<String> sorts() {
            return Seeds.all().flatMap(Pages::sorts);
        }

        private static Stream<String> sorts(long seed) {
            Random random = new Random(seed);
            List<String> names = new ArrayList<>(ORDERS.keySet());
            names.add("slaResolutionDue");
            return IntStream.range(0, 40).mapToObj(i -> {
                Collections.sort(names);
                Collections.shuffle(names, random);
                return String.join(
                        ",",
                        names.subList(0, 1 + random.nextInt(4)).stream()
                                .map(name -> (random.nextBoolean() ? "-" : "") + name)
                                .toList());
            });
        }

        @BeforeAll
        static void addManyThatAreAlike() {
            ContractClient other = server.clientOf(DemoData.OTHER_ACCOUNT);
            Random random = new Random(Seeds.first());
            for (int i = 0; i < 30; i++) {
                other.post("/tickets", ticket("""
                                {"subject": "many", "priority": "%s", "status": "%s"}""".formatted(
                                        List.of("low", "high", "urgent").get(random.nextInt(3)),
                                        List.of("open", "in_progress", "closed").get(random.nextInt(3)))))
                        .expect(201);
                if (random.nextInt(3) == 0) {
                    server.clock.advance(Duration.ofSeconds(1));
                }
            }
        }

        @ParameterizedTest
        @MethodSource("sorts")
        void areTheWholeListInItsOrder(String sort) {
            ContractClient other = server.clientOf(DemoData.OTHER_ACCOUNT);

            List<JsonNode> inPages = walk(other, "search=many&pageSize=7&sort=" + sort);

            List<JsonNode> expected = new ArrayList<>(walk(other, "search=many&pageSize=200"));
            assertThat(expected).hasSize(30);
            expected.sort(order(sort));
            assertThat(inPages)
                    .extracting(ticket -> ticket.get("id"))
                    .containsExactlyElementsOf(
                            expected.stream().map(ticket -> ticket.get("id")).toList());
        }

        private Comparator<JsonNode> order(String sort) {
            Comparator<JsonNode> order = (one, two) -> 0;
            boolean isDescending = false;
            for (String part : sort.split(",")) {
                isDescending = part.startsWith("-");
                String name = part.replace("-", "");
                Comparator<JsonNode> next = name.equals("slaResolutionDue") ? due(isDescending) : ORDERS.get(name);
                order = order.thenComparing(isDescending && !name.equals("slaResolutionDue") ? next.reversed() : next);
            }
            Comparator<JsonNode> byId = ORDERS.get("ticketNumber");
            return order.thenComparing(isDescending ? byId.reversed() : byId);
        }

        private Comparator<JsonNode> due(boolean isDescending) {
            Instant none = isDescending ? Instant.MIN : Instant.MAX;
            Comparator<JsonNode> ascending = Comparator.comparing(ticket -> ticket.has("slaResolutionDue")
                    ? Instant.parse(ticket.get("slaResolutionDue").asText())
                    : none);
            return isDescending ? ascending.reversed() : ascending;
        }

        @Test
        void neitherSkipNorRepeatWhileTicketsAreAdded() throws Exception {
            server.operator()
                    .post("/accounts", "{\"id\": \"busy\", \"name\": \"Busy\"}")
                    .expect(201);
            ContractClient busy = server.clientOf("busy");
            Set<String> before = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                before.add(busy.post("/tickets", ticket("{\"tags\": [\"t\"]}"))
                        .expect(201)
                        .json()
                        .get("id")
                        .asText());
            }
            // The walk must neither follow additions for ever nor end before the first one.
            int atMost = 200;
            CountDownLatch isAdding = new CountDownLatch(1);
            AtomicBoolean isDone = new AtomicBoolean();
            ExecutorService writer = Executors.newSingleThreadExecutor();
            try {
                Future<?> written = writer.submit(() -> {
                    for (int tickets = 0; tickets < atMost && !isDone.get(); tickets++) {
                        busy.post("/tickets", ticket("{\"tags\": [\"t\"]}")).expect(201);
                        isAdding.countDown();
                    }
                });
                Wait.on(isAdding);
                for (String query :
                        List.of("", "sort=priority,-createdAt", "sort=createdAt", "search=screen", "tag=t")) {
                    List<String> seen = walk(busy, query + "&pageSize=3").stream()
                            .map(ticket -> ticket.get("id").asText())
                            .toList();
                    assertThat(seen).as(query).doesNotHaveDuplicates().containsAll(before);
                }
                isDone.set(true);
                Wait.result(written);
            } finally {
                isDone.set(true);
                writer.shutdown();
            }
        }

        @Test
        void countAllOfTheListAndNotThePage() {
            Answer page = list("pageSize=2&includeTotal=true");

            assertThat(page.json().get("data")).hasSize(2);
            assertThat(page.json().get("total").asInt()).isEqualTo(7);
            assertThat(list("pageSize=2&includeTotal=true&cursor="
                                    + page.json().get("nextCursor").asText())
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(7);
        }
    }

    @Nested
    class ACursor {

        private final String cursor = list("pageSize=2&priority=low&priority=medium")
                .json()
                .get("nextCursor")
                .asText();

        @Test
        void continuesWhereThePageEnded() {
            assertThat(subjects(list("pageSize=2&priority=low&priority=medium&cursor=" + cursor)))
                    .containsExactly("e", "d");
        }

        @Test
        void isFreeToTakeLargerPages() {
            assertThat(subjects(list("pageSize=200&includeTotal=true&priority=low&priority=medium&cursor=" + cursor)))
                    .containsExactly("e", "d", "a");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "priority=low",
                    "priority=low&priority=medium&status=open",
                    "priority=low&priority=medium&sort=createdAt",
                    "priority=low&priority=medium&sort=-updatedAt",
                    "priority=low&priority=medium&sort=-createdAt,-ticketNumber",
                    "priority=low&priority=medium&search=screen",
                    "priority=low&priority=medium&isDeleted=true"
                })
        void isRefusedByAnotherList(String query) {
            ContractClient janitor = server.client(List.of("tickets:read", "tickets:delete"));

            assertThat(janitor.get("/tickets?" + query + "&cursor=" + cursor).violations())
                    .containsExactly("cursor invalid_format");
        }

        /** A cursor of the same list with another key. */
        private static String withKey(String cursor, UnaryOperator<String> change) {
            String[] parts = cursor.split("\\.");
            String key = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            String changed = change.apply(key);
            assertThat(changed).isNotEqualTo(key);
            return parts[0] + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'; DROP TABLE tickets; --",
                    "2026-13-01 00:00:00+00",
                    "2026-02-30 00:00:00+00",
                    "999999-01-01 00:00:00+00",
                    "2026-03-06 21:30:00",
                    "2026-03-06",
                    "Infinity",
                    "now",
                    "1",
                    ""
                })
        void isRefusedIfItWasChanged(String time) {
            String changed = withKey(cursor, key -> key.replaceFirst("2026[^\"]*", time));

            assertThat(client.get("/tickets?priority=low&priority=medium&cursor=" + changed)
                            .violations())
                    .containsExactly("cursor invalid_format");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "-relevance   | 99999999999999999999999999999999999999999999",
                    "-relevance   | 0x",
                    "-relevance   | zero",
                    "priority     | 2147483648",
                    "priority     | 1.5",
                    "ticketNumber | 9223372036854775808"
                })
        void isRefusedIfItsNumbersWereChanged(String sort, String number) {
            String query = "/tickets?search=screen&pageSize=1&sort=" + sort;
            String cursor =
                    client.get(query).expect(200).json().get("nextCursor").asText();
            String changed = withKey(cursor, key -> key.replaceFirst("\"[^\"]*\"", "\"" + number + "\""));

            Answer answer = client.get(query + "&cursor=" + changed);

            // A value that is too large for a float is infinite, and not a relevance.
            assertThat(answer.violations()).containsExactly("cursor invalid_format");
        }
    }

    @Nested
    class IsRefused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "status=done                     | status unknown_value",
                    "status=                         | status wrong_type",
                    "status=OPEN                     | status unknown_value",
                    "priority=highest                | priority unknown_value",
                    "category=none                   | category unknown_value",
                    "source=fax                      | source unknown_value",
                    "requesterType=agent             | requesterType unknown_value",
                    "slaStatus=late                  | slaStatus unknown_value",
                    "assignedTeamId=seven            | assignedTeamId wrong_type",
                    "assignedTeamId=                 | assignedTeamId wrong_type",
                    "createdFrom=                    | createdFrom wrong_type",
                    "assignedTeamId=-1               | assignedTeamId out_of_range",
                    "merchantId=9223372036854775808  | merchantId out_of_range",
                    "ticketTypeId=a%20b              | ticketTypeId invalid_format",
                    "assignedTo=a%20b                | assignedTo invalid_format",
                    "requesterId=%01                 | requesterId invalid_text",
                    "tag=%01                         | tag invalid_text",
                    "tag=                            | tag too_short",
                    "applicationId=a%01              | applicationId invalid_text",
                    "createdFrom=yesterday           | createdFrom wrong_type",
                    "createdFrom=2026-03-06          | createdFrom wrong_type",
                    "updatedTo=2026-02-30T00:00:00Z  | updatedTo wrong_type",
                    "dueFrom=%2B294277-01-01T00:00:00Z | dueFrom wrong_type",
                    "dueTo=-0001-01-01T00:00:00Z     | dueTo wrong_type",
                    "customField=serialNumber        | customField invalid_format",
                    "customField=:TX                 | customField invalid_format",
                    "customField=a:%01               | customField invalid_text",
                    "isDeleted=yes                   | isDeleted wrong_type",
                    "sort=age                        | sort unknown_value",
                    "sort=createdat                  | sort unknown_value",
                    "sort=--createdAt                | sort unknown_value",
                    "sort=createdAt,                 | sort unknown_value",
                    "sort=%01                        | sort unknown_value",
                    "sort=createdAt,-createdAt       | sort contradiction",
                    "sort=relevance                  | sort contradiction",
                    "search=                         | search too_short",
                    "search=%01                      | search invalid_text",
                    "pageSize=0                      | pageSize out_of_range",
                    "pageSize=201                    | pageSize out_of_range",
                    "cursor=x                        | cursor invalid_format"
                })
        void withTheNameOfTheParameter(String query, String violation) {
            assertThat(client.get("/tickets?" + query).violations()).containsExactly(violation);
        }

        @Test
        void withEverythingThatIsWrong() {
            assertThat(client.get("/tickets?tag=%01&pageSize=0&ticketTypeId=%20")
                            .violations())
                    .containsExactlyInAnyOrder(
                            "tag invalid_text", "pageSize out_of_range", "ticketTypeId invalid_text");
            assertThat(client.get("/tickets?sort=age,relevance,age").violations())
                    .containsExactly("sort unknown_value", "sort contradiction", "sort unknown_value");
        }

        @Test
        void withMoreValuesThanAFilterTakes() {
            assertThat(client.get("/tickets?" + "tag=x&".repeat(51)).violations())
                    .containsExactly("tag too_many");
            assertThat(list("tag=red&".repeat(50)).json().get("data")).hasSize(2);
        }
    }

    /** The filter by SLA status, which is SQL, against the shown status, which is computed from the policy. */
    @Nested
    class SlaStatuses {

        private static final AtomicInteger ACCOUNTS = new AtomicInteger();

        private static final List<String> CHANGES = List.of(
                "{\"status\": \"open\"}",
                "{\"status\": \"in_progress\"}",
                "{\"status\": \"waiting_customer\"}",
                "{\"status\": \"waiting_customer\"}",
                "{\"status\": \"resolved\"}",
                "{\"priority\": \"urgent\"}",
                "{\"priority\": \"low\"}");

        static Stream<Arguments> policies() {
            return Stream.of(
                            "{}",
                            "{\"pausesFirstResponse\": true}",
                            "{\"calendarId\": \"office\", \"atRiskPercent\": 50}",
                            "{\"targets\": {\"urgent\": {\"resolutionMinutes\": 30}, \"low\": {\"firstResponseMinutes\": 90}}}")
                    .flatMap(policy -> Seeds.all().map(seed -> arguments(policy, seed)));
        }

        /** Random lives of tickets under a policy, at instants during them, and long after. */
        @Tag("random")
        @ParameterizedTest
        @MethodSource("policies")
        void areThoseThatAreShownAtEveryInstant(String policy, long seed) {
            String account = "timely-" + ACCOUNTS.incrementAndGet();
            server.operator()
                    .post("/accounts", "{\"id\": \"%1$s\", \"name\": \"%1$s\"}".formatted(account))
                    .expect(201);
            ContractClient timely = server.clientOf(account);
            timely.post("/business-calendars", """
                            {"id": "office", "name": "Office", "zone": "America/New_York",
                             "weekly": {"friday": [{"from": "09:00", "until": "18:00"}],
                                        "saturday": [{"from": "10:00", "until": "12:30"}]}}""").expect(201);
            timely.post(
                            "/sla-policies",
                            "{\"name\": \"P\", \"isDefault\": true"
                                    + policy.replace("{}", "}").replaceFirst("^\\{", ", "))
                    .expect(201);
            Random random = new Random(seed);
            Instant start = server.clock.instant();
            Set<String> statuses = new HashSet<>();
            for (int step = 1; step <= 60; step++) {
                server.clock.advance(Duration.ofMillis(random.nextInt(900_000)));
                if (step <= 15) {
                    timely.post("/tickets", ticket("""
                                    {"priority": "%s", "status": "%s"}""".formatted(
                                    List.of("low", "medium", "high", "urgent").get(step % 4),
                                    List.of("open", "waiting_customer", "resolved")
                                            .get(random.nextInt(3)))))
                            .expect(201);
                } else {
                    String path = "/tickets/TKT-" + (1 + random.nextInt(15));
                    if (random.nextInt(4) == 0) {
                        timely.post(path + "/sla/pause", "{\"reason\": \"Waiting for a part\"}");
                    } else {
                        timely.patch(path, CHANGES.get(random.nextInt(CHANGES.size())))
                                .expect(200);
                    }
                }
                if (step % 10 == 0) {
                    check(timely, statuses);
                }
            }
            // With any outcome of these: one is on time now, at risk and breached later, and one is paused.
            timely.post("/tickets", ticket("{\"priority\": \"urgent\"}")).expect(201);
            timely.post("/tickets", ticket("{\"priority\": \"urgent\"}")).expect(201);
            timely.post("/tickets/TKT-17/sla/pause", "{\"reason\": \"Waiting for a part\"}")
                    .expect(200);
            Instant end = server.clock.instant();
            Set<Instant> instants = new TreeSet<>(Set.of(end));
            walk(timely, "").stream()
                    .flatMap(ticket -> Stream.of("slaFirstResponseDue", "slaResolutionDue")
                            .filter(ticket::has)
                            .map(due -> Instant.parse(ticket.get(due).asText())))
                    .filter(due -> due.isAfter(end))
                    .limit(8)
                    .forEach(due -> instants.addAll(
                            List.of(due.minusSeconds(60), due, due.plusNanos(400), due.plusNanos(1_000))));
            for (int i = 0; i < 8; i++) {
                instants.add(end.plus(Duration.ofMinutes(random.nextInt(4_000))));
            }
            for (Instant instant : instants) {
                server.clock.set(instant);
                check(timely, statuses);
            }
            assertThat(statuses).contains("on_time", "breached", "paused", "at_risk");
            server.clock.set(start);
        }

        private void check(ContractClient as, Set<String> statuses) {
            List<JsonNode> all = walk(as, "sort=ticketNumber");
            for (String status : List.of("on_time", "at_risk", "breached", "paused")) {
                List<String> shown = all.stream()
                        .filter(ticket -> ticket.path("slaStatus").asText().equals(status))
                        .map(ticket -> ticket.get("ticketNumber").asText())
                        .toList();
                assertThat(walk(as, "sort=ticketNumber&slaStatus=" + status))
                        .as("%s at %s", status, server.clock.instant())
                        .extracting(ticket -> ticket.get("ticketNumber").asText())
                        .containsExactlyElementsOf(shown);
                if (!shown.isEmpty()) {
                    statuses.add(status);
                }
            }
        }
    }
}
