package dev.docket.server.tickettypes;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomFieldsTest {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal FIVE = BigDecimal.valueOf(5);

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        List<String> colours = List.of("red", "green", "blue");
        server.add(type(
                "everything",
                field("text", "text", null),
                new CustomFieldRow("bounded", "text", null, null, TWO, FIVE, null),
                new CustomFieldRow("pattern", "text", null, "[a-z]+-[0-9]", null, null, null),
                field("number", "number", null),
                new CustomFieldRow("boundedNumber", "number", null, null, TWO, FIVE, null),
                field("integer", "integer", null),
                new CustomFieldRow("boundedInteger", "integer", null, null, TWO, FIVE, null),
                field("boolean", "boolean", null),
                field("date", "date", null),
                field("dateTime", "date-time", null),
                new CustomFieldRow("select", "select", null, null, null, null, colours),
                new CustomFieldRow("multi", "multi-select", null, null, null, null, colours),
                new CustomFieldRow("boundedMulti", "multi-select", null, null, TWO, TWO, colours),
                field("email", "email", null),
                field("url", "url", null)));
        server.add(type(
                "demanding",
                field("always", "text", "create"),
                field("atTheEnd", "text", "resolve"),
                field("never", "text", null)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TicketTypeRow type(String id, CustomFieldRow... fields) {
        return TicketTypeRows.type(id, List.of(), List.of(fields));
    }

    private static CustomFieldRow field(String name, String type, String required) {
        return new CustomFieldRow(name, type, required, null, null, null, null);
    }

    private static Answer create(String type, String customFields) {
        return client.post(
                "/tickets", ticket("{\"ticketTypeId\": \"%s\", \"customFields\": %s}".formatted(type, customFields)));
    }

    @Nested
    class Values {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            text           | "anything at all 🙂"
            text           | ""
            bounded        | "ab"
            bounded        | "🙂🙂🙂🙂🙂"
            pattern        | "abc-1"
            number         | 1
            number         | -0.5
            number         | 1e3
            number         | 12345678901234567890.5
            boundedNumber  | 2
            boundedNumber  | 2.0
            boundedNumber  | 5.000
            boundedNumber  | 3.14
            integer        | 0
            integer        | -9223372036854775809
            boundedInteger | 2
            boundedInteger | 5
            boolean        | true
            boolean        | false
            date           | "2028-02-29"
            dateTime       | "2026-03-06T16:30:00Z"
            dateTime       | "2026-03-06T16:30:00.123-05:00"
            select         | "green"
            multi          | []
            multi          | ["blue", "red"]
            boundedMulti   | ["blue", "red"]
            email          | "a@b.example"
            url            | "https://example.com/a?b=c#d"
            url            | "http://localhost:8080"
            """)
        void areTakenAndComeBack(String field, String value) {
            Answer answer =
                    create("everything", "{\"%s\": %s}".formatted(field, value)).expect(201);

            assertThatJson(answer.body())
                    .withTolerance(0)
                    .inPath("customFields")
                    .isEqualTo("{\"%s\": %s}".formatted(field, value));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            text           | 7                            | wrong_type
            text           | true                         | wrong_type
            text           | ["a"]                        | wrong_type
            text           | {"a": "b"}                   | wrong_type
            text           | null                         | wrong_type
            bounded        | "a"                          | too_short
            bounded        | "🙂"                         | too_short
            bounded        | "abcdef"                     | too_long
            pattern        | "ABC-1"                      | invalid_format
            pattern        | " abc-1"                     | invalid_format
            pattern        | "abc-12"                     | invalid_format
            pattern        | ""                           | invalid_format
            number         | "1"                          | wrong_type
            number         | true                         | wrong_type
            boundedNumber  | 1.9999999999999999999        | out_of_range
            boundedNumber  | 5.01                         | out_of_range
            integer        | 1.5                          | wrong_type
            integer        | "1"                          | wrong_type
            boundedInteger | 1                            | out_of_range
            boundedInteger | 6                            | out_of_range
            boolean        | 1                            | wrong_type
            boolean        | "true"                       | wrong_type
            date           | "2026-02-29"                 | invalid_format
            date           | "06.03.2026"                 | invalid_format
            date           | "2026-03-06T00:00:00Z"       | invalid_format
            date           | 20260306                     | invalid_format
            dateTime       | "2026-03-06T16:30:00"        | invalid_format
            dateTime       | "2026-03-06"                 | invalid_format
            dateTime       | 1772818200                   | invalid_format
            select         | "Green"                      | unknown_value
            select         | "purple"                     | unknown_value
            select         | ["green"]                    | unknown_value
            select         | 0                            | unknown_value
            multi          | "red"                        | wrong_type
            multi          | ["red", "purple"]            | unknown_value
            multi          | [1]                          | unknown_value
            multi          | [null]                       | unknown_value
            multi          | [["red"]]                    | unknown_value
            multi          | ["red", "red"]               | invalid_format
            boundedMulti   | ["red"]                      | out_of_range
            boundedMulti   | ["red", "green", "blue"]     | out_of_range
            email          | "a.example"                  | invalid_format
            email          | "a@b@c"                      | invalid_format
            email          | 1                            | invalid_format
            url            | "example.com"                | invalid_format
            url            | "ftp://example.com"          | invalid_format
            url            | "javascript:alert(1)"        | invalid_format
            url            | "https://"                   | invalid_format
            url            | "https://exa mple.com"       | invalid_format
            """)
        void areRefused(String field, String value, String code) {
            assertThat(create("everything", "{\"%s\": %s}".formatted(field, value))
                            .violations())
                    .containsExactly("/customFields/%s %s".formatted(field, code));
        }

        @Test
        void areAllLookedAtAtOnce() {
            assertThat(create("everything", """
                            {"text": 1, "number": "1", "select": "purple", "no/such~field": 1}""").violations())
                    .containsExactlyInAnyOrder(
                            "/customFields/text wrong_type",
                            "/customFields/number wrong_type",
                            "/customFields/select unknown_value",
                            "/customFields/no~1such~0field unknown_property");
        }

        @Test
        void areToldTheOptions() {
            assertThat(create("everything", "{\"select\": \"purple\"}")
                            .expect(400)
                            .body())
                    .contains("must be one of red, green, blue");
        }
    }

    @Nested
    class Required {

        @ParameterizedTest
        @ValueSource(strings = {"open", "in_progress", "waiting_customer", "waiting_internal"})
        void atCreation(String status) {
            assertThat(client.post("/tickets", ticket("""
                            {"ticketTypeId": "demanding", "status": "%s"}""".formatted(status))).violations())
                    .containsExactly("/customFields/always required");
            client.post("/tickets", ticket("""
                    {"ticketTypeId": "demanding", "status": "%s", "customFields": {"always": "x"}}""".formatted(status))).expect(201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"resolved", "closed"})
        void atResolutionToo(String status) {
            assertThat(client.post("/tickets", ticket("""
                            {"ticketTypeId": "demanding", "status": "%s", "customFields": {}}""".formatted(status))).violations())
                    .containsExactlyInAnyOrder("/customFields/always required", "/customFields/atTheEnd required");
            client.post("/tickets", ticket("""
                    {
                      "ticketTypeId": "demanding",
                      "status": "%s",
                      "customFields": {"always": "x", "atTheEnd": "y"}
                    }""".formatted(status))).expect(201);
        }
    }

    @Nested
    class WithoutFields {

        private static final String ANYTHING = """
                {"a": 1, "b": {"c": [true, "d", {"e": 0.1}]}, "": "", "snake_case": 1, "camelCase": {"innerCase": 2}}""";

        @Test
        void aTypeTakesAnything() {
            assertThatJson(create("general-question", ANYTHING).expect(201).body())
                    .inPath("customFields")
                    .isEqualTo(ANYTHING);
        }

        @Test
        void aTicketWithoutTypeTakesAnything() {
            assertThatJson(client.post("/tickets", ticket("{\"customFields\": %s}".formatted(ANYTHING)))
                            .expect(201)
                            .body())
                    .inPath("customFields")
                    .isEqualTo(ANYTHING);
        }

        @Test
        void aTicketHasNone() {
            assertThatJson(client.post("/tickets", ticket()).expect(201).body())
                    .inPath("customFields")
                    .isEqualTo("{}");
        }
    }

    @Nested
    class Versions {

        /** A change is in force for the next ticket on every node, whether it accepts or rejects the ticket. */
        @Test
        void areInForceAtOnceAndKeptWithTheTicket() {
            server.add(type("changing", field("old", "text", null)));
            try (RunningServer node = server.beside()) {
                String withOld = ticket("{\"ticketTypeId\": \"changing\", \"customFields\": {\"old\": \"x\"}}");
                String withNew = ticket("{\"ticketTypeId\": \"changing\", \"customFields\": {\"new\": \"x\"}}");
                client.post("/tickets", withOld).expect(201);
                node.client().post("/tickets", withOld).expect(201);
                assertThat(node.client().post("/tickets", withNew).violations())
                        .containsExactly("/customFields/new unknown_property");

                server.testDatabase.executeAsSuperuser("""
                        SET search_path = docket;
                        INSERT INTO ticket_type_versions
                        VALUES ('2311', 'changing', 2, '[{"name": "new", "type": "text"}]', now());
                        UPDATE ticket_types SET version = 2 WHERE id = 'changing';
                        """);

                node.client().post("/tickets", withNew).expect(201);
                assertThat(client.post("/tickets", withOld).violations())
                        .containsExactly("/customFields/old unknown_property");
                client.post("/tickets", withNew).expect(201);
            }

            assertThat(server.testDatabase.queryAsSuperuser("""
                    SELECT ticket_type_version, count(*)
                      FROM docket.tickets
                     WHERE ticket_type_id = 'changing'
                     GROUP BY 1
                     ORDER BY 1
                    """)).containsExactly(List.of("1", "2"), List.of("2", "2"));
        }
    }

    @Nested
    class RequiredPermissions {

        @Test
        void areNeededBesidesThatOfTheOperation() {
            server.add(
                    TicketTypeRows.type("confidential", List.of("tickets:create", "custom:confidential"), List.of()));
            String confidential = ticketWith("ticketTypeId", "confidential");

            assertThat(client.post("/tickets", confidential).expect(403).body())
                    .contains("tickets of this type need more permissions: custom:confidential");
            client.post("/tickets", ticket()).expect(201);

            server.testDatabase.executeAsSuperuser(
                    "SET search_path = docket; UPDATE ticket_types SET required_permissions = '{tickets:create}' "
                            + "WHERE id = 'confidential'");
            client.post("/tickets", confidential).expect(201);
        }
    }
}
