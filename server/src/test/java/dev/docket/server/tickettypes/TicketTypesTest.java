package dev.docket.server.tickettypes;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.configurations.SampleConfiguration;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicketTypesTest {

    private static final String EVERYTHING = SampleConfiguration.TICKET_TYPE.everything;

    private static RunningServer server;

    private String account;
    private ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        account = server.nextDemo();
        client = server.clientOf(account);
    }

    private Answer create(String json) {
        return client.post("/ticket-types", json);
    }

    private JsonNode type(String id) {
        return client.get("/ticket-types/" + id).expect(200).json();
    }

    @Nested
    class Create {

        @Test
        void needsNothingButAName() {
            Answer created = create("""
                    {"name": "Plain"}""").expect(201);

            assertThat(created.json().get("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
            assertThatJson(created.body())
                    .whenIgnoringPaths("id", "createdAt", "updatedAt")
                    .isEqualTo("""
                    {
                      "name": "Plain",
                      "description": "",
                      "requiredPermissions": [],
                      "autoAssignmentEnabled": false,
                      "emptyPoolPolicy": "leave_unassigned",
                      "customFields": [],
                      "version": 1,
                      "isActive": true,
                      "sortOrder": 0
                    }""");
        }

        @Test
        void reportsEverythingThatIsWrong() {
            assertThat(create("""
                            {"id": "a b", "category": "none", "requiredPermissions": ["Everything"], "sortOrder": 1.5, "x": 1}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id invalid_format",
                            "/name required",
                            "/category unknown_value",
                            "/requiredPermissions/0 invalid_format",
                            "/sortOrder wrong_type",
                            "/x unknown_property");
            assertThat(create("""
                            {"name": "N", "rotationId": "none", "slaPolicyId": "none", "customFields": [
                              {"name": "a", "type": "text"}, {"name": "a", "type": "date"}]}""").violations())
                    .containsExactly(
                            "/rotationId unknown_reference",
                            "/slaPolicyId unknown_reference",
                            "/customFields/1/name contradiction");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'type': 'text', 'pattern': '('}                 | /customFields/0/pattern invalid_format",
                    "{'type': 'text', 'pattern': '(?=a)'}             | /customFields/0/pattern invalid_format",
                    "{'type': 'text', 'pattern': '((a{1000}){1000}){100}'} | /customFields/0/pattern too_long",
                    "{'type': 'url', 'pattern': '(?:[a-z]{0,1000}){0,100}'} | /customFields/0/pattern too_long",
                    "{'type': 'text', 'pattern': '(a)\\\\1'}          | /customFields/0/pattern invalid_format",
                    "{'type': 'date', 'pattern': 'a'}                 | /customFields/0/pattern contradiction",
                    "{'type': 'select'}                               | /customFields/0/options required",
                    "{'type': 'select', 'options': []}                | /customFields/0/options too_short",
                    "{'type': 'select', 'options': ['a', 'a']}        | /customFields/0/options contradiction",
                    "{'type': 'text', 'options': ['a']}               | /customFields/0/options contradiction",
                    "{'type': 'boolean', 'min': 1}                    | /customFields/0/min contradiction",
                    "{'type': 'text', 'min': -1}                      | /customFields/0/min out_of_range",
                    "{'type': 'text', 'max': 1.5}                     | /customFields/0/max out_of_range",
                    "{'type': 'number', 'min': 2, 'max': 1}           | /customFields/0/max contradiction",
                    "{'type': 'colour'}                               | /customFields/0/type unknown_value",
                    "{'type': 'text', 'required': 'always'}           | /customFields/0/required unknown_value",
                })
        void refusesAFieldThatCannotBe(String field, String violation) {
            String quoted = field.replace('\'', '"').replaceFirst("\\{", "{\"name\": \"f\", ");

            assertThat(create("{\"name\": \"N\", \"customFields\": [%s]}".formatted(quoted))
                            .violations())
                    .containsExactly(violation);
        }

        /** Otherwise a permission that the contract gets later would already be granted. */
        @Test
        void requiresPermissionsOfItsOwnOnlyWithThePrefix() {
            assertThat(create("""
                            {"name": "N", "requiredPermissions": ["tickets:read", "returns:read", "custom:returns", "tickets:audit"]}""").violations())
                    .containsExactly("/requiredPermissions/1 unknown_value", "/requiredPermissions/3 unknown_value");
        }

        /** The pattern takes exponential time in an engine that backtracks. */
        @Test
        void acceptsAPatternThatBacktracksExponentially() {
            create("""
                    {"id": "evil", "name": "N", "customFields": [{"name": "f", "type": "text", "pattern": "(a*)*b"}]}""").expect(201);

            assertThat(client.post("/tickets", ticket("""
                            {"ticketTypeId": "evil", "customFields": {"f": "%s"}}""".formatted("a".repeat(10_000))))
                            .violations())
                    .containsExactly("/customFields/f invalid_format");
        }

        /** Each may be large, but all are kept in memory together. */
        @Test
        void refusesManyLargePatterns() {
            String fields = IntStream.range(0, 6)
                    .mapToObj(i -> "{\"name\": \"f%d\", \"type\": \"text\", \"pattern\": \".{0,1000}\"}".formatted(i))
                    .collect(Collectors.joining(",", "[", "]"));

            assertThat(create("{\"name\": \"N\", \"customFields\": %s}".formatted(fields))
                            .violations())
                    .containsExactly("/customFields/4/pattern too_long", "/customFields/5/pattern too_long");
        }

        @Test
        void checksNoTextAgainstALargePatternThatIsTooLongForIt() {
            create("""
                    {"id": "large", "name": "N",
                     "customFields": [{"name": "f", "type": "text", "pattern": "(?:[a-z]{0,100}){0,10}"}]}""").expect(201);

            assertThat(client.post("/tickets", ticket("""
                            {"ticketTypeId": "large", "customFields": {"f": "%s"}}""".formatted("a".repeat(60_000))))
                            .violations())
                    .containsExactly("/customFields/f too_long");
            client.post("/tickets", ticket("""
                            {"ticketTypeId": "large", "customFields": {"f": "%s"}}""".formatted("a".repeat(1_000)))).expect(201);
        }

        @Test
        void namesTheFirstOptionsOfMany() {
            String options = IntStream.range(0, 500)
                    .mapToObj(i -> "\"%s%d\"".formatted("o".repeat(200), i))
                    .collect(Collectors.joining(",", "[", "]"));
            create("""
                    {"id": "options", "name": "N",
                     "customFields": [{"name": "f", "type": "select", "options": %s}]}""".formatted(options)).expect(201);
            Answer answer = client.post("/tickets", ticket("""
                    {"ticketTypeId": "options", "customFields": {"f": "none"}}"""));

            assertThat(answer.violations()).containsExactly("/customFields/f unknown_value");
            assertThat(answer.body()).contains("must be one of the 500 options").hasSizeLessThan(6_000);
        }
    }

    @Nested
    class Update {

        @Test
        void changesWhatIsSaidAndNothingElse() {
            create(EVERYTHING).expect(201);
            server.clock.advance(Duration.ofMinutes(1));

            Answer changed = client.patch("/ticket-types/returns", """
                    {"name": "Renamed", "category": null, "slaPolicyId": null, "sortOrder": null}""").expect(200);

            assertThatJson(changed.body())
                    .whenIgnoringPaths(
                            "name", "category", "slaPolicyId", "sortOrder", "version", "createdAt", "updatedAt")
                    .isEqualTo(EVERYTHING);
            assertThatJson(changed.only(
                            "name", "category", "slaPolicyId", "sortOrder", "version", "createdAt", "updatedAt"))
                    .isEqualTo("""
                            {
                              "name": "Renamed",
                              "sortOrder": 0,
                              "version": 1,
                              "createdAt": "2026-03-06T21:30:00Z",
                              "updatedAt": "2026-03-06T21:31:00Z"
                            }""");
            assertThatJson(client.get("/ticket-types/returns").body()).isEqualTo(changed.body());
        }

        @Test
        void isHeldToTheContractAsAWhole() {
            assertThat(client.patch("/ticket-types/terminal-support", """
                            {"id": "other", "name": null, "version": 7, "isActive": "yes", "description": 1,
                             "rotationId": "a b", "customFields": [{"name": "f"}]}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id unknown_property",
                            "/name required",
                            "/version unknown_property",
                            "/isActive wrong_type",
                            "/description wrong_type",
                            "/rotationId invalid_format",
                            "/customFields/0/type required");
            assertThat(client.patch("/ticket-types/terminal-support", "{\"rotationId\": \"none\"}")
                            .violations())
                    .containsExactly("/rotationId unknown_reference");
        }
    }

    @Nested
    class Versions {

        @Test
        void ofTheFieldsStayForTheTicketsThatWereMadeWithThem() {
            create("""
                    {"id": "t", "name": "T", "customFields": [{"name": "old", "type": "text", "required": "create"}]}""").expect(201);
            String old = ticket("""
                    {"ticketTypeId": "t", "customFields": {"old": "x"}}""");
            String uniqueId = client.post("/tickets", old)
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            server.clock.advance(Duration.ofHours(1));

            assertThat(client.patch("/ticket-types/t", """
                            {"customFields": [{"name": "new", "type": "integer"}]}""")
                            .expect(200)
                            .json()
                            .get("version")
                            .asInt())
                    .isEqualTo(2);

            assertThat(client.post("/tickets", old).violations()).containsExactly("/customFields/old unknown_property");
            assertThatJson(client.get("/tickets/" + uniqueId).expect(200).body())
                    .inPath("customFields")
                    .isEqualTo("{\"old\": \"x\"}");
            assertThatJson(client.get("/ticket-types/t/versions?includeTotal=true")
                            .expect(200)
                            .body())
                    .isEqualTo("""
                            {
                              "data": [
                                {"version": 2, "createdAt": "2026-03-06T22:30:00Z",
                                 "customFields": [{"name": "new", "type": "integer"}]},
                                {"version": 1, "createdAt": "2026-03-06T21:30:00Z",
                                 "customFields": [{"name": "old", "type": "text", "required": "create"}]}
                              ],
                              "total": 2
                            }""");
        }

        @Test
        void areNotMadeByOtherChanges() {
            client.patch("/ticket-types/terminal-support", "{\"name\": \"Other\"}")
                    .expect(200);

            assertThat(type("terminal-support").get("version").asInt()).isEqualTo(1);
        }

        @Test
        void comeInPages() {
            create("{\"id\": \"t\", \"name\": \"T\"}").expect(201);
            IntStream.range(0, 4)
                    .forEach(i -> client.patch(
                                    "/ticket-types/t",
                                    "{\"customFields\": [{\"name\": \"f%d\", \"type\": \"text\"}]}".formatted(i))
                            .expect(200));

            assertThat(pages("/ticket-types/t/versions?pageSize=2", "version"))
                    .containsExactly(List.of("5", "4"), List.of("3", "2"), List.of("1"));
        }

        @Test
        void areThoseOfATypeThatIsThere() {
            client.get("/ticket-types/none/versions").expect(404);
        }
    }

    @Nested
    class Delete {

        @Test
        void leavesNoTypeForNewTickets() {
            create(EVERYTHING).expect(201);

            client.delete("/ticket-types/returns").expect(204);

            assertThat(client.post("/tickets", ticketWith("ticketTypeId", "returns"))
                            .violations())
                    .containsExactly("/ticketTypeId unknown_reference");
        }

        @Test
        void isRefusedWhileThereAreTickets() {
            client.post("/tickets", ticketWith("ticketTypeId", "terminal-support"))
                    .expect(201);

            assertThat(client.delete("/ticket-types/terminal-support")
                            .expect(409)
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("the type 'terminal-support' has 1 ticket; set isActive to false instead");
        }
    }

    @Test
    void haveVersionsForCallersWhoMayReadThem() {
        String versions = "/ticket-types/terminal-support/versions";

        server.client(account, List.of("ticket-types:read")).get(versions).expect(200);
        server.client(account, List.of("ticket-types:write")).get(versions).expect(403);
    }

    /** All pages of a list, from the first to the last, each as this property of its entries. */
    private List<List<String>> pages(String path, String property) {
        List<List<String>> pages = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = client.get(path + cursor).expect(200).json();
            pages.add(page.get("data").findValuesAsText(property));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : null;
        }
        return pages;
    }
}
