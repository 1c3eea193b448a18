package dev.docket.server.directory;

import static dev.docket.server.directory.Sample.detail;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {

    private static final AtomicLong LAST_ID = new AtomicLong(1_000_000);

    private static RunningServer server;
    private static ContractClient client;

    /** An id that no other test has. */
    private final long id = LAST_ID.incrementAndGet();

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Answer put(Sample kind) {
        return client.put(kind.path(id), kind.full(id)).expect(200);
    }

    private Answer ticketOf(Sample kind) {
        return client.post("/tickets", ticketWith(kind.ticketField, kind.reference(id)))
                .expect(201);
    }

    private static Answer ticketAgain(Answer created) {
        return client.get("/tickets/" + created.json().get("id").asText()).expect(200);
    }

    @Nested
    class PutOne {

        @ParameterizedTest
        @EnumSource
        void keepsEverything(Sample kind) {
            Answer put = put(kind);

            assertThatJson(put.body()).whenIgnoringPaths("id").isEqualTo(kind.full(id));
            assertThat(put.json().get("id").asText()).isEqualTo(Long.toString(id));
            assertThat(put.json().get("id").isTextual()).isEqualTo(kind == Sample.USER);
            Answer read = client.get(kind.path(id)).expect(200);
            assertThat(read.body()).isEqualTo(put.body());
            assertThat(read.header("ETag")).isEqualTo(put.header("ETag"));
        }

        @ParameterizedTest
        @EnumSource
        void replacesTheWhole(Sample kind) {
            Answer before = put(kind);

            Answer after = client.put(kind.path(id), kind.least(id)).expect(200);

            assertThatJson(after.body()).whenIgnoringPaths("id").isEqualTo(kind.leastShown(id));
            assertThat(client.get(kind.path(id)).body()).isEqualTo(after.body());
            assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
        }

        @ParameterizedTest
        @EnumSource
        void isNoChangeIfNothingIsDifferent(Sample kind) {
            Answer before = put(kind);

            Answer after = put(kind);

            assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
            assertThat(after.body()).isEqualTo(before.body());
        }

        @ParameterizedTest
        @EnumSource
        void missesNoOtherChange(Sample kind) {
            ContractClient conditional = client.with("If-Match", "*");
            assertThat(detail(conditional.put(kind.path(id), kind.full(id)).expect(412)))
                    .isEqualTo(
                            "If-Match names a version, and there is no %s %d in this account".formatted(kind.name, id));
            String seen = put(kind).header("ETag");
            conditional.put(kind.path(id), kind.least(id)).expect(200);

            for (String stale : List.of(seen, "nonsense", "W/\"2\"")) {
                client.with("If-Match", stale).put(kind.path(id), kind.full(id)).expect(412);
                client.with("If-Match", stale).delete(kind.path(id)).expect(412);
            }
            client.with("If-Match", "\"2\"").put(kind.path(id), kind.full(id)).expect(200);
            client.with("If-Match", "\"3\"").delete(kind.path(id)).expect(204);
        }

        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "TEAM")
        void isRefusedForWhatAnotherHas(Sample kind) {
            put(kind);
            long other = LAST_ID.incrementAndGet();

            Answer refused = client.put(kind.path(other), kind.full(id)).expect(409);

            String unique = kind == Sample.USER ? "email address '%d@docket.example'" : "unique ID 'unique-%d'";
            assertThat(detail(refused))
                    .isEqualTo("%s %d has the %s already; change or delete that one first"
                            .formatted(kind.name, id, unique.formatted(id)));
            client.get(kind.path(other)).expect(404);
            client.put(kind.path(other), kind.full(other)).expect(200);
            client.put(kind.path(other), kind.full(id)).expect(409);
        }

        @ParameterizedTest
        @EnumSource
        void knowsOnlyItsAccount(Sample kind) {
            ContractClient theirs = server.clientOf(DemoData.OTHER_ACCOUNT);
            theirs.put("/users/u-ana", "{\"name\": \"A\", \"email\": \"a@a\"}").expect(200);
            theirs.put("/users/u-ben", "{\"name\": \"B\", \"email\": \"b@b\"}").expect(200);

            theirs.put(kind.path(id), kind.full(id)).expect(200);

            assertThat(detail(client.get(kind.path(id)).expect(404)))
                    .isEqualTo("there is no %s %d in this account".formatted(kind.name, id));
            client.delete(kind.path(id)).expect(404);
            put(kind);
            theirs.get(kind.path(id)).expect(200);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/users/a        | {}                                              | /email required, /name required",
                    "/users/a        | {'id': 'a', 'name': '', 'email': 'none'}        | /id unknown_property, /name too_short",
                    "/users/a        | {'name': 'A', 'email': 'none'}                  | /email invalid_format",
                    "/users/a        | {'name': 'A', 'email': 'a@a', 'isActive': 1}    | /isActive wrong_type",
                    "/teams/1        | {'memberIds': ['a b', 1]}                       | /memberIds/1 wrong_type, /name required",
                    "/teams/1        | {'name': 'A', 'memberIds': ['u-ana', 'x', 'y']} | /memberIds/1 unknown_reference, /memberIds/2 unknown_reference",
                    "/merchants/1    | {'principalContact': {'email': '', 'x': 1}}     | /dbaName required, /principalContact/email too_short, /principalContact/x unknown_property, /uniqueId required",
                    "/merchants/1    | {'uniqueId': 'a', 'dbaName': 'A', 'principalContact': {'email': 'a'}} | /principalContact/email invalid_format",
                    "/mids/1         | {'uniqueId': 'a', 'descriptor': 'A', 'merchantId': 404} | /merchantId unknown_reference",
                    "/mids/1         | {'uniqueId': 'a', 'descriptor': 'A', 'merchantId': -1}  | /merchantId out_of_range",
                    "/leads/1        | {'uniqueId': 'a', 'name': 'A', 'email': 'a'}    | /email invalid_format",
                    "/leads/1        | {'uniqueId': 'a', 'name': 'A', 'phone': null}   | /phone wrong_type",
                    "/applications/1 | {'uniqueId': 'a', 'dbaName': 'A', 'dbaEmail': 'a'} | /dbaEmail invalid_format",
                    "/applications/x | {'uniqueId': 'a', 'dbaName': 'A'}               | applicationId wrong_type",
                    "/leads/-1       | {'uniqueId': 'a', 'name': 'A'}                  | leadId out_of_range",
                    "/users/a%20b    | {'name': 'A', 'email': 'a@a'}                   | userId invalid_format",
                })
        void reportsEverythingThatIsWrong(String path, String body, String violations) {
            assertThat(client.put(path, body.replace('\'', '"')).violations())
                    .containsExactlyInAnyOrder(violations.split(", "));
        }

        @Test
        void takesAnyIdThatTheContractAllows() {
            client.put("/users/a.B_c@d:e+f-1", "{\"name\": \"A\", \"email\": \"plus@docket.example\"}")
                    .expect(200);

            assertThat(client.get("/users/a.B_c@d:e%2Bf-1")
                            .expect(200)
                            .json()
                            .get("id")
                            .asText())
                    .isEqualTo("a.B_c@d:e+f-1");
            client.put("/leads/9223372036854775807", Sample.LEAD.full(id)).expect(200);
            client.get("/leads/9223372036854775808").expect(400);
        }
    }

    @Nested
    class OfAUser {

        private Answer putWindows(String windows) {
            return client.put(
                    Sample.USER.path(id),
                    "{\"name\": \"A\", \"email\": \"%d@docket.example\", \"outOfOffice\": %s}"
                            .formatted(id, windows.replace('\'', '"')));
        }

        @Test
        void theEmailIsUniqueInAnyCaseOfLetters() {
            put(Sample.USER);

            assertThat(detail(client.put("/users/other", """
                            {"name": "A", "email": "%d@DOCKET.example"}""".formatted(id)).expect(409)))
                    .startsWith("user %d has the email address '%d@DOCKET.example' already".formatted(id, id));
        }

        @Test
        void theWindowsMayTouchAndAreShownByTheirBeginnings() {
            assertThatJson(putWindows("""
                            [{'from': '2026-03-02T00:00:00+01:00', 'until': '2026-03-03T00:00:00Z'},
                             {'from': '2026-03-01T00:00:00Z', 'until': '2026-03-01T23:00:00Z'}]""").expect(200).body())
                    .inPath("outOfOffice")
                    .isEqualTo("""
                            [{"from": "2026-03-01T00:00:00Z", "until": "2026-03-01T23:00:00Z"},
                             {"from": "2026-03-01T23:00:00Z", "until": "2026-03-03T00:00:00Z"}]""");
        }

        /** With the precision of the database. */
        @Test
        void theWindowsAreKeptToTheMicrosecond() {
            String windows = "[{'from': '2026-03-01T00:00:00.1234567Z', 'until': '2026-03-02T00:00:00Z'}]";
            Answer first = putWindows(windows).expect(200);

            assertThat(first.body()).contains("2026-03-01T00:00:00.123456Z");
            assertThat(putWindows(windows).expect(200).header("ETag")).isEqualTo(first.header("ETag"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'from': '2026-03-02T00:00:00Z', 'until': '2026-03-02T00:00:00Z'} | /outOfOffice/0/until contradiction",
                    "{'from': '2026-03-02T00:00:00.0000001Z', 'until': '2026-03-02T00:00:00.0000009Z'} | /outOfOffice/0/until contradiction",
                    "{'from': '2026-03-02T00:00:00Z'} | /outOfOffice/0/until required",
                    "{'from': '2026-03-02', 'until': '2026-03-03T00:00:00Z'} | /outOfOffice/0/from wrong_type",
                    "{'from': 1, 'until': '2026-03-03T00:00:00Z'} | /outOfOffice/0/from wrong_type",
                    "{'from': '1', 'until': '2026-03-03T00:00:00Z'} | /outOfOffice/0/from wrong_type",
                    "{'from': '-1000-01-01T00:00:00Z', 'until': '2026-03-03T00:00:00Z'} | /outOfOffice/0/from wrong_type",
                    "{'from': '2026-03-02T00:00:00Z', 'until': '+10000-01-01T00:00:00Z'} | /outOfOffice/0/until wrong_type",
                    "{'from': '0000-12-31T23:59:59Z', 'until': '2026-03-03T00:00:00Z'} | /outOfOffice/0/from out_of_range",
                    "{'from': '2026-03-02T00:00:00Z', 'until': '9999-12-31T23:59:59-18:00'} | /outOfOffice/0/until out_of_range",
                    "{'from': '2026-03-05T00:00:00Z', 'until': '2026-03-06T00:00:00Z'}, {'from': '2026-03-02T00:00:00Z', 'until': '2026-03-05T00:00:01Z'} | /outOfOffice/0/from contradiction",
                })
        void aWindowThatCannotBeIsRefused(String windows, String violation) {
            assertThat(putWindows("[" + windows + "]").violations()).containsExactly(violation);
        }

        @Test
        void removesADeletedUserFromTeams() {
            put(Sample.USER);
            client.put(
                            "/teams/" + id,
                            "{\"name\": \"T\", \"memberIds\": [\"%1$d\", \"u-cho\", \"%1$d\"]}".formatted(id))
                    .expect(200);
            assertThatJson(client.get("/teams/" + id).body())
                    .inPath("memberIds")
                    .isEqualTo("[\"%d\", \"u-cho\"]".formatted(id));

            client.delete(Sample.USER.path(id)).expect(204);

            assertThatJson(client.get("/teams/" + id).body())
                    .inPath("memberIds")
                    .isEqualTo("[\"u-cho\"]");
        }
    }

    @Nested
    class Delete {

        @ParameterizedTest
        @EnumSource
        void isForWhatNothingRefersTo(Sample kind) {
            put(kind);

            client.delete(kind.path(id)).expect(204);

            client.get(kind.path(id)).expect(404);
            client.delete(kind.path(id)).expect(404);
            assertThat(client.post("/tickets", ticketWith(kind.ticketField, kind.reference(id)))
                            .violations())
                    .containsExactly("/" + kind.ticketField + " unknown_reference");
        }

        @ParameterizedTest
        @EnumSource
        void isRefusedWhileTicketsReferToIt(Sample kind) {
            put(kind);
            ticketOf(kind);
            assertThat(detail(client.delete(kind.path(id)).expect(409)))
                    .isEqualTo(
                            "1 ticket refers to %s %d; change them first, or remove their references with ?detach=true"
                                    .formatted(kind.name, id));
            ticketOf(kind);

            assertThat(detail(client.delete(kind.path(id) + "?detach=false").expect(409)))
                    .startsWith("2 tickets refer to %s %d;".formatted(kind.name, id));
            client.get(kind.path(id)).expect(200);
        }

        @ParameterizedTest
        @EnumSource
        void letsTicketsGo(Sample kind) {
            put(kind);
            Answer before = ticketOf(kind);
            Answer second = ticketOf(kind);
            ContractClient named = client.with("X-Request-Id", "detaching-" + id);
            server.clock.advance(Duration.ofSeconds(1));

            named.delete(kind.path(id) + "?detach=true").expect(204);

            Answer after = ticketAgain(before);
            assertThat(after.json().has(kind.ticketField)).isFalse();
            assertThatJson(after.body())
                    .whenIgnoringPaths("updatedAt")
                    .isEqualTo(ticketWithout(before, kind.ticketField));
            assertThat(after.header("ETag")).startsWith("\"2-");
            assertThat(after.json().get("updatedAt").asText())
                    .isEqualTo(server.clock.instant().toString());
            assertThat(ticketAgain(second).header("ETag")).startsWith("\"2-");
            List<List<String>> history = server.testDatabase.queryAsSuperuser(
                    """
                    SELECT number, action, h.actor_name, k.name, request_id, h.after, h.before
                      FROM docket.ticket_history h
                      JOIN docket.tokens k ON k.id::text = h.actor_id
                     WHERE ticket_id = %d
                       AND number > 1
                       AND h.at = '%s'
                    """.formatted(before.json().get("id").asLong(), server.clock.instant()));
            assertThat(history).hasSize(1);
            assertThat(history.get(0).subList(0, 6))
                    .containsExactly("2", "detached", "test", "test", "detaching-" + id, "{}");
            assertThatJson(history.get(0).get(6))
                    .isObject()
                    .containsOnlyKeys(kind.ticketField)
                    .extractingByKey(kind.ticketField)
                    .hasToString(kind.reference(id).toString());
        }

        private String ticketWithout(Answer ticket, String field) {
            ObjectNode json = (ObjectNode) ticket.json();
            json.remove(field);
            return json.toString();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "?detach=true"})
        void isRefusedForAMerchantWithMids(String detach) {
            put(Sample.MERCHANT);
            client.put(Sample.MID.path(id), Sample.MID.full(id).replace("1001", Long.toString(id)))
                    .expect(200);

            assertThat(detail(client.delete(Sample.MERCHANT.path(id) + detach).expect(409)))
                    .isEqualTo("1 MID belongs to merchant %d; delete them or give them to another merchant first"
                            .formatted(id));

            client.delete(Sample.MID.path(id)).expect(204);
            client.delete(Sample.MERCHANT.path(id) + detach).expect(204);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "?detach=true"})
        void isRefusedForAMemberOfARotation(String detach) {
            assertThat(detail(client.delete("/users/u-ana" + detach).expect(409)))
                    .isEqualTo(
                            "user u-ana is a member of the rotation terminal-support; remove the user from there first");
        }

        /** The requester's data stay on the ticket, although the requester is no longer linked. */
        @Test
        void leavesWhatATicketHasStored() {
            put(Sample.MERCHANT);
            Answer before = client.post("/tickets", TicketJson.ticketOf("merchant", Long.toString(id)))
                    .expect(201);

            client.delete(Sample.MERCHANT.path(id) + "?detach=true").expect(204);

            String[] stored = {
                "requesterId", "requesterName", "requesterEmail", "requesterPhone", "merchantName", "merchantId"
            };
            assertThatJson(ticketAgain(before).only(stored)).isEqualTo("""
                    {"requesterId": "%1$d", "requesterName": "Name %1$d", "requesterEmail": "person@docket.example",
                     "requesterPhone": "+1 212 555 0100", "merchantName": "Name %1$d"}""".formatted(id));
        }
    }

    @Test
    void anApplicationKeepsItsUniqueIdWhileTicketsReferToIt() {
        put(Sample.APPLICATION);
        String renamed = Sample.APPLICATION.full(id).replace("unique-", "renamed-");
        Answer ticket = ticketOf(Sample.APPLICATION);

        assertThat(detail(client.put(Sample.APPLICATION.path(id), renamed).expect(409)))
                .isEqualTo("1 ticket refers to application %1$d by its unique ID 'unique-%1$d'; change them first"
                        .formatted(id));
        client.put(Sample.APPLICATION.path(id), Sample.APPLICATION.least(id)).expect(200);
        assertThat(ticketAgain(ticket).header("ETag")).startsWith("\"1-");

        client.delete(Sample.APPLICATION.path(id) + "?detach=true").expect(204);
        client.put(Sample.APPLICATION.path(id), renamed).expect(200);
    }

    @Nested
    class Read {

        @ParameterizedTest
        @EnumSource
        void letsAReaderKeepWhatItHas(Sample kind) {
            String tag = put(kind).header("ETag");

            Answer same = client.with("If-None-Match", tag).get(kind.path(id)).expect(304);

            assertThat(same.header("ETag")).isEqualTo(tag);
            client.with("If-None-Match", "\"other\"").get(kind.path(id)).expect(200);
        }
    }

    @Nested
    class ListThem {

        @ParameterizedTest
        @EnumSource
        void inPagesByTheirIds(Sample kind) {
            List<String> ids = IntStream.range(0, 5)
                    .mapToObj(i -> {
                        long each = LAST_ID.incrementAndGet();
                        client.put(kind.path(each), kind.full(each).replace("Name ", "Page %d ".formatted(id)))
                                .expect(200);
                        return Long.toString(each);
                    })
                    .toList();

            String list = kind.list + "?pageSize=2&search=page%20" + id;

            assertThat(pages(list)).containsExactly(ids.subList(0, 2), ids.subList(2, 4), ids.subList(4, 5));
            assertThat(client.get(list + "&includeTotal=true")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(5);
            assertThat(client.get(list).json().has("total")).isFalse();
            assertThatJson(client.get(list).json().get("data").get(0).toString())
                    .isEqualTo(client.get(kind.path(Long.parseLong(ids.get(0)))).body());
        }

        @ParameterizedTest
        @EnumSource
        void areTheAccountsOwn(Sample kind) {
            put(kind);

            assertThatJson(server.clientOf(DemoData.OTHER_ACCOUNT)
                            .get(kind.list + "?includeTotal=true&search=" + id)
                            .expect(200)
                            .body())
                    .isEqualTo("{\"data\": [], \"total\": 0}");
        }

        @ParameterizedTest
        @CsvSource({
            "/users, HARBORCARDS, u-ana u-ben u-cho",
            "/users, ana o, u-ana",
            "/users, u-CH, u-cho",
            "/merchants, 1001, 1001",
            "/merchants, kite, 1002",
            "/merchants, M-KITE, 1002",
            "/merchants, rosa hale, 1001",
            "/merchants, bluedoor.example, 1001",
            "/merchants, 555 0147, 1001",
            "/mids, door bakery ny, 5001",
            "/mids, mid-kite, 5002",
            "/leads, hello@fern, 3001",
            "/leads, 555 0102, 3001",
            "/applications, pier cafe, 7001",
            "/applications, 0188, 7001",
            "/teams, terminal SUPP, 7",
            "/merchants, Rosa Hale rosa, ''",
            "/merchants, %, ''",
            "/merchants, _, ''",
            "/merchants, \\, ''",
        })
        void findsTextAsItIs(String list, String search, String ids) {
            List<String> found = new ArrayList<>();
            for (JsonNode entity : search(list, search).expect(200).json().get("data")) {
                found.add(entity.get("id").asText());
            }
            // Entities that other tests have added are left out.
            found.removeIf(each -> each.startsWith("1000"));
            assertThat(String.join(" ", found)).isEqualTo(ids);
        }

        @ParameterizedTest
        @ValueSource(strings = {"100%", "a_b", "back\\slash", "'; --", "Ünïcode", "😀"})
        void findsEveryCharacter(String name) {
            client.put(Sample.TEAM.path(id), "{\"name\": \"x%sy\"}".formatted(name.replace("\\", "\\\\")))
                    .expect(200);

            assertThat(search("/teams", name).expect(200).json().get("data").findValuesAsText("id"))
                    .contains(Long.toString(id));
        }

        @ParameterizedTest
        @CsvSource({
            "search=, search too_short",
            "search=%01, search invalid_text",
            "search=a%0Ab, search invalid_text",
            "cursor=x, cursor invalid_format",
            "cursor=WyJhIl0, cursor invalid_format",
            "pageSize=0, pageSize out_of_range",
        })
        void refusesWhatBreaksTheContract(String query, String violation) {
            assertThat(client.get("/merchants?" + query).violations()).containsExactly(violation);
        }

        @Test
        void refusesASearchThatIsTooLong() {
            assertThat(client.get("/leads?search=" + "x".repeat(201)).violations())
                    .containsExactly("search too_long");
        }

        private Answer search(String list, String text) {
            return client.get(list + "?search=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        }

        private List<List<String>> pages(String path) {
            List<List<String>> pages = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                JsonNode page = client.get(path + cursor).expect(200).json();
                List<String> ids = new ArrayList<>();
                page.get("data").forEach(entity -> ids.add(entity.get("id").asText()));
                pages.add(ids);
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : null;
            }
            return pages;
        }
    }

    @ParameterizedTest
    @EnumSource
    void allNeedPermissions(Sample kind) {
        ContractClient reader = server.client(List.of("directory:read"));
        ContractClient writer = server.client(List.of("directory:write"));

        writer.put(kind.path(id), kind.full(id)).expect(200);
        reader.put(kind.path(id), kind.full(id)).expect(403);
        reader.get(kind.path(id)).expect(200);
        writer.get(kind.path(id)).expect(403);
        reader.get(kind.list).expect(200);
        writer.get(kind.list).expect(403);
        reader.delete(kind.path(id)).expect(403);
        writer.delete(kind.path(id)).expect(204);
    }
}
