package dev.docket.server.automation;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.configurations.SampleConfiguration;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of automation rules. */
class AutomationRulesTest {

    private static final String RULES = "/tickets/automation-rules";

    private static final String EVERYTHING = SampleConfiguration.AUTOMATION_RULE.everything;

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        client.put("/users/u-gone", "{\"name\": \"N\", \"email\": \"g@harborcards.example\", \"isActive\": false}")
                .expect(200);
        server.add(TicketTypeRows.inactiveType("retired"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        server.testDatabase.executeAsSuperuser("DELETE FROM docket.automation_rules WHERE id <> 'refunds'");
        server.clock.set(RunningServer.START);
    }

    private static Answer create(String conditions, String actions) {
        return client.post(RULES, """
                {"name": "N", "events": ["ticket_created"], "conditions": {"all": [%s]}, "actions": [%s]}""".formatted(conditions, actions));
    }

    @Nested
    class Create {

        @Test
        void needsANameAnEventAndAnAction() {
            assertThatJson(client.post(RULES, """
                            {"name": "N", "events": ["reopened"], "actions": [{"type": "unassign"}]}""").expect(201).body())
                    .whenIgnoringPaths("id", "createdAt", "updatedAt", "createdBy", "updatedBy")
                    .isEqualTo("""
                    {"name": "N", "isActive": true, "sortOrder": 0, "events": ["reopened"],
                     "conditions": {"all": [], "any": []}, "actions": [{"type": "unassign"}]}""");
            assertThat(client.post(RULES, "{\"events\": [], \"actions\": []}").violations())
                    .containsExactlyInAnyOrder("/name required", "/events too_short", "/actions too_short");
        }

        @ParameterizedTest
        @ValueSource(strings = {"history", "sla", "assignment", "test", "runs", "comments"})
        void mayHaveAnyId(String id) {
            client.post(RULES, """
                            {"id": "%s", "name": "N", "events": ["reopened"], "actions": [{"type": "unassign"}]}""".formatted(id)).expect(201);

            client.get(RULES + "/" + id).expect(200);
            client.get(RULES + "/" + id + "/runs").expect(200);
            client.delete(RULES + "/" + id).expect(204);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'field': 'colour', 'operator': 'is_empty'                             | field unknown_value",
                    "'field': 'customFields.', 'operator': 'is_empty'                      | field unknown_value",
                    "'field': 'status', 'operator': 'like'                                 | operator unknown_value",
                    "'field': 'status', 'operator': 'contains', 'value': 'o'               | operator contradiction",
                    "'field': 'status', 'operator': 'greater_than', 'value': 'open'        | operator contradiction",
                    "'field': 'subject', 'operator': 'less_than', 'value': 'a'             | operator contradiction",
                    "'field': 'tags', 'operator': 'equals', 'value': 'a'                   | operator contradiction",
                    "'field': 'tags', 'operator': 'changed_to', 'value': 'a'               | operator contradiction",
                    "'field': 'source', 'operator': 'changed'                              | operator contradiction",
                    "'field': 'slaStatus', 'operator': 'changed'                           | operator contradiction",
                    "'field': 'hoursSinceCreated', 'operator': 'changed'                   | operator contradiction",
                    "'field': 'merchantId', 'operator': 'starts_with', 'value': 1          | operator contradiction",
                    "'field': 'status', 'operator': 'equals'                               | value required",
                    "'field': 'status', 'operator': 'in'                                   | value required",
                    "'field': 'status', 'operator': 'is_empty', 'value': 'open'            | value contradiction",
                    "'field': 'status', 'operator': 'changed', 'value': 'open'             | value contradiction",
                    "'field': 'status', 'operator': 'equals', 'value': 'opened'            | value unknown_value",
                    "'field': 'status', 'operator': 'changed_to', 'value': 'opened'        | value unknown_value",
                    "'field': 'status', 'operator': 'equals', 'value': 1                   | value wrong_type",
                    "'field': 'status', 'operator': 'equals', 'value': null                | value wrong_type",
                    "'field': 'status', 'operator': 'equals', 'value': ['open']            | value wrong_type",
                    "'field': 'status', 'operator': 'in', 'value': 'open'                  | value wrong_type",
                    "'field': 'status', 'operator': 'in', 'value': []                      | value too_short",
                    "'field': 'status', 'operator': 'in', 'value': ['open', 'x']           | value/1 unknown_value",
                    "'field': 'status', 'operator': 'not_in', 'value': ['open', 2]         | value/1 wrong_type",
                    "'field': 'priority', 'operator': 'less_than', 'value': 'most'         | value unknown_value",
                    "'field': 'merchantId', 'operator': 'equals', 'value': '7'             | value wrong_type",
                    "'field': 'reopenCount', 'operator': 'greater_than', 'value': 1e999    | value out_of_range",
                    "'field': 'subject', 'operator': 'contains', 'value': true             | value wrong_type",
                    "'field': 'tags', 'operator': 'contains', 'value': 7                   | value wrong_type",
                    "'field': 'customFields.a', 'operator': 'equals', 'value': {}          | value wrong_type",
                    "'field': 'customFields.a', 'operator': 'greater_than', 'value': 'x'   | value wrong_type",
                    "'field': 'customFields.a', 'operator': 'ends_with', 'value': 5        | value wrong_type",
                    "'field': 'status', 'operator': 'is_empty', 'x': 1                     | x unknown_property",
                    "'operator': 'is_empty'                                                | field required",
                })
        void refusesAnInvalidCondition(String condition, String violation) {
            assertThat(create("{" + condition.replace('\'', '"') + "}", "{\"type\": \"unassign\"}")
                            .violations())
                    .containsExactly("/conditions/all/0/" + violation);
        }

        @Test
        void refusesAValueThatIsTooLarge() {
            assertThat(create("""
                            {"field": "subject", "operator": "equals", "value": "%s"},
                            {"field": "subject", "operator": "in", "value": [%s1]}""".formatted("x".repeat(1001), "1,".repeat(100)), "{\"type\": \"unassign\"}")
                            .violations())
                    .containsExactly("/conditions/all/0/value too_long", "/conditions/all/1/value too_many");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'type': 'explode'                                        | /type unknown_value",
                    "'type': 'set_status'                                     | /status required",
                    "'type': 'set_status', 'status': 'gone'                   | /status unknown_value",
                    "'type': 'set_status', 'status': 'open', 'tags': ['a']    | /tags contradiction",
                    "'type': 'set_priority'                                   | /priority required",
                    "'type': 'set_category'                                   | /category required",
                    "'type': 'set_type'                                       | /ticketTypeId required",
                    "'type': 'set_type', 'ticketTypeId': 'none'               | /ticketTypeId unknown_reference",
                    "'type': 'set_type', 'ticketTypeId': 'retired'            | /ticketTypeId inactive_reference",
                    "'type': 'assign'                                         | required",
                    "'type': 'assign', 'userId': 'nobody'                     | /userId unknown_reference",
                    "'type': 'assign', 'userId': 'u-gone'                     | /userId inactive_reference",
                    "'type': 'assign', 'teamId': 99                           | /teamId unknown_reference",
                    "'type': 'assign', 'rotationId': 'none'                   | /rotationId unknown_reference",
                    "'type': 'assign', 'userId': 'u-ana', 'teamId': 7         | /teamId contradiction",
                    "'type': 'unassign', 'userId': 'u-ana'                    | /userId contradiction",
                    "'type': 'add_tags'                                       | /tags required",
                    "'type': 'add_tags', 'tags': []                           | /tags too_short",
                    "'type': 'remove_tags'                                    | /tags required",
                    "'type': 'set_custom_field', 'value': 1                   | /name required",
                    "'type': 'set_custom_field', 'name': 'a', 'value': 1e999  | /value out_of_range",
                    "'type': 'add_note'                                       | /content required",
                    "'type': 'escalate', 'userId': 'nobody'                   | /userId unknown_reference",
                    "'type': 'escalate', 'content': 'x'                       | /content contradiction",
                    "'type': 'unassign', 'x': 1                               | /x unknown_property",
                })
        void refusesAnInvalidAction(String action, String violation) {
            String pointer = violation.startsWith("/") ? "/actions/0" : "/actions/0 ";

            assertThat(create("", "{" + action.replace('\'', '"') + "}").violations())
                    .containsExactly(pointer + violation);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'type': 'assign', 'teamId': 7}, {'type': 'unassign'}",
                    "{'type': 'escalate'}, {'type': 'escalate'}",
                    "{'type': 'add_note', 'content': 'a'}, {'type': 'add_note', 'content': 'b'}"
                })
        void refusesARepeatedAction(String actions) {
            assertThat(create("", actions.replace('\'', '"')).violations())
                    .containsExactly("/actions/1/type contradiction");
        }
    }

    @Nested
    class Update {

        @Test
        void changesOnlyTheGivenProperties() {
            client.post(RULES, EVERYTHING).expect(201);
            server.clock.advance(Duration.ofMinutes(1));

            Answer changed = client.patch(RULES + "/all", """
                            {"name": "Other", "conditions": {"all": null}, "actions": [{"type": "unassign"}]}""").expect(200);

            assertThatJson(changed.body())
                    .whenIgnoringPaths(
                            "name", "conditions.all", "actions", "createdAt", "updatedAt", "createdBy", "updatedBy")
                    .isEqualTo(EVERYTHING);
            assertThatJson(changed.only("name", "actions", "updatedAt")).isEqualTo("""
                    {"name": "Other", "actions": [{"type": "unassign"}], "updatedAt": "2026-03-06T21:31:00Z"}""");
            assertThat(changed.json().at("/conditions/all")).isEmpty();
        }

        @Test
        void isHeldToTheContractAsAWhole() {
            assertThat(client.patch(RULES + "/refunds", """
                            {"name": null, "events": null, "actions": [{"type": "explode"}], "x": 1}""").violations())
                    .containsExactlyInAnyOrder(
                            "/name required",
                            "/events required",
                            "/actions/0/type unknown_value",
                            "/x unknown_property");
            assertThat(client.patch(RULES + "/refunds", "{\"actions\": [{\"type\": \"assign\", \"teamId\": 99}]}")
                            .violations())
                    .containsExactly("/actions/0/teamId unknown_reference");
        }
    }

    @Nested
    class Delete {

        @Test
        void isForTheRunsToo() {
            client.post(RULES, EVERYTHING).expect(201);

            client.delete(RULES + "/all").expect(204);

            client.get(RULES + "/all/runs").expect(404);
        }
    }

    @Nested
    class Read {

        @Test
        void isOfItsAccount() {
            server.clientOf(DemoData.OTHER_ACCOUNT).get(RULES + "/refunds/runs").expect(404);
        }
    }
}
