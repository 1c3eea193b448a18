package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static dev.docket.server.testing.TicketJson.ticketWithout;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidTicketTest {

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

    private static Answer create(String json) {
        return client.post("/tickets", json);
    }

    /** Checks without the account's data; all violations are reported, and the account's data is not read. */
    @Nested
    class AgainstTheContract {

        @Test
        void isToldEverythingAtOnceInTheOrderOfItsPlaces() {
            Answer answer = create("""
                    {
                      "subject": 7,
                      "description": "",
                      "status": "new",
                      "priority": null,
                      "source": "phone",
                      "requesterType": ["merchant"],
                      "requesterId": {"id": {"number": [1001]}},
                      "merchantId": "1001",
                      "leadId": -1,
                      "midId": 9223372036854775808,
                      "assignedTeamId": 7.5,
                      "assignedTo": "no-such-user",
                      "customFields": [],
                      "tags": ["a", "", "b", ["c"], "d"],
                      "titel": {"a": [1, 2, {"b": null}]}
                    }""");

            assertThat(answer.violations())
                    .containsExactly(
                            "/assignedTeamId wrong_type",
                            "/category required",
                            "/customFields wrong_type",
                            "/description too_short",
                            "/leadId out_of_range",
                            "/merchantId wrong_type",
                            "/midId out_of_range",
                            "/priority wrong_type",
                            "/requesterId wrong_type",
                            "/requesterType wrong_type",
                            "/status unknown_value",
                            "/subject wrong_type",
                            "/tags/3 wrong_type",
                            "/titel unknown_property");
            assertThat(answer.json().get("detail").asText()).isEqualTo("14 errors; see errors for what to change");
        }

        @Test
        void isToldWhatWouldBeRight() {
            assertThatJson(create(ticketWithout("subject")).body()).isEqualTo("""
                    {
                      "type": "urn:docket:problem:invalid-request",
                      "title": "The request is not valid",
                      "status": 400,
                      "detail": "1 error; see errors for what to change",
                      "instance": "/tickets",
                      "requestId": "${json-unit.any-string}",
                      "errors": [{"pointer": "/subject", "code": "required", "detail": "must be given"}]
                    }""");
        }

        @Test
        void needsSixProperties() {
            assertThat(create("{}").violations())
                    .containsExactly(
                            "/category required",
                            "/description required",
                            "/requesterId required",
                            "/requesterType required",
                            "/source required",
                            "/subject required");
        }

        @Test
        void isToldOfAMissingAccountTogetherWithTheRest() {
            assertThat(client.with("x-account-id", null)
                            .post("/tickets", ticketWithout("subject"))
                            .violations())
                    .containsExactlyInAnyOrder("x-account-id required", "/subject required");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            subject      | 7              | a string
            subject      | true           | a string
            subject      | 1.5            | a string
            subject      | ["a"]          | a string
            subject      | {"a": "b"}     | a string
            status       | true           | a string
            merchantId   | "1001"         | an integer
            merchantId   | ""             | an integer
            merchantId   | 1001.5         | an integer
            merchantId   | 1e-3           | an integer
            merchantId   | true           | an integer
            merchantId   | [1001]         | an integer
            applicationId | 7001          | a string
            customFields | "{}"           | an object
            customFields | ""             | an object
            customFields | [["a", 1]]     | an object
            tags         | "terminal"     | an array
            tags         | ""             | an array
            tags         | {"0": "a"}     | an array
            """)
        void coercesNoScalar(String property, String value, String expected) {
            Answer answer = create(
                    """
                    {"%s": %s, %s""".formatted(property, value, ticketWithout(property).substring(1)));

            assertThatJson(answer.body())
                    .inPath("errors")
                    .isEqualTo("[{\"pointer\": \"/%s\", \"code\": \"wrong_type\", \"detail\": \"must be %s\"}]"
                            .formatted(property, expected));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"status", "merchantId", "ticketTypeId", "requesterName", "assignedTo", "customFields", "tags"
                })
        void takesNoNull(String property) {
            Answer answer = create(ticketWith(property, null));

            assertThat(answer.violations()).containsExactly("/" + property + " wrong_type");
            assertThat(answer.body()).contains("must not be null; omit it instead");
        }

        /** As a client sends what it has not set. */
        @ParameterizedTest
        @ValueSource(strings = {"subject", "description", "category", "source", "requesterId", "requesterType"})
        void takesNullForAPropertyThatIsMissing(String property) {
            Answer answer = create(ticketWith(property, null));

            assertThat(answer.violations()).containsExactly("/" + property + " required");
            assertThat(answer.json().at("/errors/0/detail").asText()).isEqualTo("must be given");
        }

        static Stream<Arguments> unreadableTexts() {
            List<String> anywhere = List.of(
                    " ",
                    "   ",
                    "\u00A0",
                    "\u3000",
                    "\u200B",
                    "\u200B \u2060",
                    "\uFEFF",
                    "\u00AD",
                    "\u2800",
                    "\u3164",
                    "\u202E",
                    "\t",
                    "\n",
                    "\r\n",
                    "a\u001B[31m",
                    "a\u0007",
                    "a\u007F",
                    "a\u0085b",
                    "a\u009B31m",
                    "a\u000Bb",
                    "\u000C");
            List<String> inALine = List.of("a\nb", "a\r\nBcc: all@example.com", "a\tb", "a\n", "\na");
            List<String> lines = List.of("subject", "requesterId", "ticketTypeId", "assignedTo", "applicationId");
            return Stream.concat(
                    Stream.concat(lines.stream(), Stream.of("description"))
                            .flatMap(property -> anywhere.stream().map(text -> Arguments.of(property, text))),
                    lines.stream().flatMap(property -> inALine.stream().map(text -> Arguments.of(property, text))));
        }

        @ParameterizedTest
        @MethodSource("unreadableTexts")
        void takesNoTextThatCannotBeRead(String property, String text) {
            Answer answer = create(ticketWith(property, text));

            assertThat(answer.violations()).containsExactly("/" + property + " invalid_text");
            assertThat(answer.json().at("/errors/0/detail").asText())
                    .containsAnyOf("must not be blank", "control characters; it has U+", "must be one line");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\u200Ba",
                    " a ",
                    "é",
                    "e\u0301",
                    "\uD83D\uDE00",
                    "❤\uFE0F",
                    "漢字",
                    "أحمد",
                    "\u200Fא",
                    ".",
                    "0",
                    "a\u2028b",
                    "a\u00A0b"
                })
        void takesEveryTextWithAVisibleCharacter(String text) {
            create(ticket("{\"subject\": \"%1$s\", \"description\": \"%1$s\\n\\t%1$s\\r\\n\", \"tags\": [\"%1$s\"]}"
                            .formatted(text)))
                    .expect(201);
        }

        @Test
        void takesNoUnreadableTags() {
            assertThat(create(ticketWith("tags", List.of("a", " ", "b\u001B", "c\n")))
                            .violations())
                    .containsExactly("/tags/1 invalid_text", "/tags/2 invalid_text", "/tags/3 invalid_text");
        }

        /** The contract promises to ignore these properties of a requester of the CRM. */
        @Test
        void takesBlanksForWhatIsIgnored() {
            create(
                            ticket(
                                    "{\"requesterName\": \" \", \"requesterEmail\": \"\", \"requesterPhone\": \"\", \"requesterType\": \"merchant\", \"requesterId\": \"1001\"}"))
                    .expect(201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"subject", "description", "category", "source", "requesterId", "requesterType"})
        void needsAValueWhereAPropertyIsRequired(String property) {
            assertThatJson(create(ticketWith(property, null)).body())
                    .inPath("errors")
                    .isEqualTo("[{\"pointer\": \"/%s\", \"code\": \"required\", \"detail\": \"must be given\"}]"
                            .formatted(property));
        }

        @Test
        void isToldOfAHundredErrorsAndHowManyMoreItHas() {
            String unknown = IntStream.range(0, 60_000)
                    .mapToObj(i -> "\"u%d\": 1".formatted(i))
                    .collect(Collectors.joining(",", "{", "}"));
            Answer answer = create(unknown);

            assertThat(answer.violations()).hasSize(100);
            assertThat(answer.json().get("detail").asText())
                    .isEqualTo("60006 errors; see errors for what to change. Only the first 100 are listed");
            assertThat(answer.body()).hasSizeLessThan(20_000);
        }

        /** Each took seconds to minutes, since Bean Validation compares each violation with each. */
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            POST  | /tickets             | {"tags": [*]}                                   | /tags too_many
            POST  | /tickets/bulk-update | {"ticketIds": [*], "changes": {}}               | /ticketIds too_many
            POST  | /tickets/bulk-update | {"ticketIds": ["1"], "addTags": [*]}             | /addTags too_many
            POST  | /tickets/merge       | {"primaryTicketId": "1", "ticketIdsToMerge": [*]} | /ticketIdsToMerge too_many
            POST  | /tickets/1/comments  | {"content": "C", "mentions": [*]}               | /mentions too_many
            POST  | /ticket-types        | {"name": "N", "requiredPermissions": [*]}       | /requiredPermissions too_many
            POST  | /ticket-types        | {"name": "N", "customFields": [{"name": "f", "type": "select", "options": [*]}]} | /customFields/0/options too_many
            POST  | /tokens              | {"name": "N", "permissions": [*]}               | /permissions too_many
            PUT   | /teams/901           | {"name": "N", "memberIds": [*]}                 | /memberIds too_many
            POST  | /tickets/automation-rules | {"name": "N", "events": ["created"], "actions": [{"type": "add_tags", "tags": [*]}]} | /actions/0/tags too_many
            """)
        void holdsTheLimitOfAnArrayBeforeThatOfItsElements(String method, String path, String body, String violation) {
            String empty = Stream.generate(() -> "\"\"").limit(200_000).collect(Collectors.joining(","));
            Answer answer = client.send(
                    method, path, "application/json", body.replace("*", empty).getBytes(StandardCharsets.UTF_8));

            assertThat(answer.violations()).contains(violation).hasSizeLessThan(10);
        }

        /** The arrays are as long as they may be, but not their number of errors. */
        @Test
        void stopsAtAHundredErrorsInArraysThatAreNotTooLong() {
            String options = Stream.generate(() -> "\"\"").limit(500).collect(Collectors.joining(",", "[", "]"));
            String fields = IntStream.range(0, 200)
                    .mapToObj(i -> "{\"name\": \"f%d\", \"type\": \"select\", \"options\": %s}".formatted(i, options))
                    .collect(Collectors.joining(",", "[", "]"));
            Answer answer = client.post("/ticket-types", "{\"name\": \"N\", \"customFields\": %s}".formatted(fields));

            assertThat(answer.violations()).hasSize(100);
            assertThat(answer.json().get("detail").asText()).startsWith("100000 errors");
        }

        @Test
        void isNotToldLongNamesAHundredTimes() {
            String name = "n".repeat(900);
            String unknown = IntStream.range(0, 300)
                    .mapToObj(i -> "\"%s%d\": 1".formatted(name, i))
                    .collect(Collectors.joining(",", "{", "}"));
            Answer answer = create(unknown);

            assertThat(answer.violations()).hasSizeBetween(50, 99);
            assertThat(answer.json().get("detail").asText()).startsWith("306 errors");
            assertThat(answer.body()).hasSizeLessThan(100_000);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            {"tags": ["a", null]}             | /tags/1 wrong_type
            {"tags": ["a", 5, "b"]}           | /tags/1 wrong_type
            {"tags": ["a", "b", "c", [[]]]}   | /tags/3 wrong_type
            {"tags": [{"a": [1]}, "b"]}       | /tags/0 wrong_type
            {"tags": ["a", ""]}               | /tags/1 too_short
            {"customFields": {"a": null}}     | /customFields/a wrong_type
            """)
        void isToldThePlaceInsideOfAProperty(String given, String violation) {
            assertThat(create(ticket(given)).violations()).containsExactly(violation);
        }

        @ParameterizedTest
        @CsvSource({
            "merchantId, 9223372036854775808",
            "leadId, -9223372036854775809",
            "midId, 100000000000000000000000000000000000000000",
            "assignedTeamId, -1",
        })
        void wrapsNoInteger(String property, String value) {
            assertThat(create("""
                            {"%s": %s, %s""".formatted(property, value, ticket().substring(1)))
                            .violations())
                    .containsExactly("/" + property + " out_of_range");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            id         | /id
            Subject    | /Subject
            assigned_to | /assigned_to
            a/b~c      | /a~1b~0c
            ''         | /
            """)
        void takesNoPropertyThatTheContractDoesNotKnow(String property, String pointer) {
            assertThat(create(ticketWith(property, "x")).violations()).containsExactly(pointer + " unknown_property");
        }
    }

    /** Checks with the account's data. */
    @Nested
    class AgainstTheAccount {

        @Test
        void isToldEverythingAtOnce() {
            assertThat(create("""
                            {
                              "ticketTypeId": "terminal-support",
                              "subject": "Card reader shows error 42",
                              "description": "It stops after the tip screen.",
                              "category": "technical",
                              "source": "phone",
                              "requesterId": "visitor-77",
                              "requesterType": "external",
                              "assignedTo": "u-unknown",
                              "merchantId": 1002,
                              "midId": 5001,
                              "leadId": 3002,
                              "customFields": {"serialNumber": "?", "connection": "string", "colour": 1e999}
                            }""").violations())
                    .containsExactlyInAnyOrder(
                            "/requesterName required",
                            "/requesterEmail required",
                            "/assignedTo unknown_reference",
                            "/merchantId contradiction",
                            "/leadId unknown_reference",
                            "/customFields/serialNumber invalid_format",
                            "/customFields/connection unknown_value",
                            "/customFields/colour out_of_range",
                            "/customFields/colour unknown_property");
        }
    }

    /** Characters are code points: an emoji of two UTF-16 code units counts as one. */
    @Nested
    class Limits {

        @ParameterizedTest
        @CsvSource({
            "subject, 255, 201",
            "description, 65536, 201",
            "requesterId, 255, 201",
            "requesterName, 255, 201",
            "requesterPhone, 64, 201",
            "ticketTypeId, 255, 400",
            "assignedTo, 255, 400",
            "applicationId, 255, 400"
        })
        void countsCharactersOfAText(String property, int limit, int status) {
            for (String character : List.of("x", "é", "🙂")) {
                Answer atLimit = create(ticketWith(property, character.repeat(limit)));
                Answer beyond = create(ticketWith(property, character.repeat(limit + 1)));

                assertThat(atLimit.expect(status).body()).doesNotContain("too_long");
                assertThat(beyond.violations()).containsExactly("/" + property + " too_long");
                assertThat(beyond.body()).contains("must have ", "%d characters".formatted(limit));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"subject", "description", "requesterId", "ticketTypeId", "assignedTo", "applicationId"})
        void takesNoEmptyText(String property) {
            assertThat(create(ticketWith(property, "")).violations()).containsExactly("/" + property + " too_short");
        }

        @Test
        void takesAnEmailAddressOf254Characters() {
            String domain = "@example.com";

            create(ticketWith("requesterEmail", "x".repeat(254 - domain.length()) + domain))
                    .expect(201);
            assertThat(create(ticketWith("requesterEmail", "x".repeat(255 - domain.length()) + domain))
                            .violations())
                    .containsExactly("/requesterEmail too_long");
        }

        @Test
        void checksIgnoredPropertiesAgainstTheContractToo() {
            assertThat(create(ticket("""
                            {"requesterType": "lead", "requesterId": "3001", "requesterPhone": "%s"}""".formatted("0".repeat(65)))).violations())
                    .containsExactly("/requesterPhone too_long");
        }

        @Test
        void takesFiftyTagsOfFiftyCharacters() {
            List<String> tags = IntStream.range(0, 50)
                    .mapToObj(i -> "🙂".repeat(48) + (10 + i))
                    .toList();

            assertThatJson(create(ticketWith("tags", tags)).expect(201).body())
                    .inPath("tags")
                    .isEqualTo(tags);
            assertThat(create(ticketWith("tags", List.of("a", "🙂".repeat(51)))).violations())
                    .containsExactly("/tags/1 too_long");
            assertThat(create(ticketWith("tags", Collections.nCopies(51, "a"))).violations())
                    .containsExactly("/tags too_many");
        }

        @Test
        void takesTwoHundredCustomFields() {
            create(ticketWith("customFields", fields(200))).expect(201);
            assertThat(create(ticketWith("customFields", fields(201))).violations())
                    .containsExactly("/customFields too_many");
        }

        @Test
        void takes64KiBOfCustomFields() {
            // {"a":"…"} has 8 bytes more than its text; é has 2 bytes.
            create(ticketWith("customFields", Map.of("a", "é".repeat(32_764)))).expect(201);
            assertThat(create(ticketWith("customFields", Map.of("a", "é".repeat(32_764) + "x")))
                            .violations())
                    .containsExactly("/customFields too_long");
        }

        @Test
        void countsThePunctuationOfCustomFieldsToo() {
            List<List<String>> empty = Collections.nCopies(22_000, List.of());

            assertThat(create(ticketWith("customFields", Map.of("a", empty))).violations())
                    .containsExactly("/customFields too_long");
        }

        private static Map<String, Object> fields(int count) {
            Map<String, Object> fields = new HashMap<>();
            IntStream.range(0, count).forEach(i -> fields.put("field" + i, i));
            return fields;
        }
    }

    @Nested
    class NumbersInCustomFields {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0",
                    "-1",
                    "0.1",
                    "12345678901234567890.5",
                    "9223372036854775808",
                    "123456789012345678901234567890",
                    "1e300",
                    "-1.5e-300",
                    "1e308"
                })
        void comeBackAsTheyWereSent(String number) {
            Answer answer = create("""
                            {"customFields": {"n": %s}, %s""".formatted(number, ticket().substring(1))).expect(201);

            assertThatJson(answer.body()).inPath("customFields.n").isNumber().isEqualByComparingTo(number);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"1.8e308", "1e309", "1e400", "-1e400", "1e-400", "1e200000", "1e2147483647", "-1e-2147483647"
                })
        void mustFitADouble(String number) {
            assertThat(create("""
                            {"customFields": {"a": [{"n": %s}]}, %s""".formatted(number, ticket().substring(1))).violations())
                    .containsExactly("/customFields/a/0/n out_of_range");
        }

        @Test
        void mustNotHaveHundredsOfDigits() {
            for (String number : List.of(
                    "1".repeat(500), "0." + "1".repeat(500), "1e99999999999999999999", "1e-99999999999999999999")) {
                assertThat(create("""
                                {"customFields": {"n": %s}, %s""".formatted(number, ticket().substring(1))).violations())
                        .hasSize(1)
                        .isSubsetOf("malformed", "/customFields/n out_of_range");
            }
        }
    }
}
