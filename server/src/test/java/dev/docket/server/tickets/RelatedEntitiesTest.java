package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.directory.ApplicationDao;
import dev.docket.persistence.directory.ApplicationRow;
import dev.docket.persistence.directory.LeadDao;
import dev.docket.persistence.directory.LeadRow;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.MerchantRow;
import dev.docket.persistence.directory.MidDao;
import dev.docket.persistence.directory.MidRow;
import dev.docket.persistence.directory.TeamDao;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelatedEntitiesTest {

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

    @Nested
    class OfTheAccount {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            {"assignedTo": "u-ben"}                 | {"assignedTo": "u-ben"}
            {"assignedTeamId": 7}                   | {"assignedTeamId": 7}
            {"merchantId": 1002}                    | {"merchantId": 1002, "merchantName": "The Kite Shop"}
            {"leadId": 3001}                        | {"leadId": 3001}
            {"applicationId": "app-north-pier"}     | {"applicationId": "app-north-pier"}
            {"applicationId": "7001"}               | {"applicationId": "app-north-pier"}
            {"midId": 5002}                         | {"midId": 5002, "merchantId": 1002, "merchantName": "The Kite Shop"}
            {"midId": 5002, "merchantId": 1002}     | {"midId": 5002, "merchantId": 1002, "merchantName": "The Kite Shop"}
            {"ticketTypeId": "general-question"}    | {"ticketTypeId": "general-question"}
            {"leadId": 3001, "merchantId": 1001, "applicationId": "7001", "assignedTeamId": 7, "assignedTo": "u-cho"} | {"leadId": 3001, "merchantId": 1001, "merchantName": "Blue Door Bakery", "applicationId": "app-north-pier", "assignedTeamId": 7, "assignedTo": "u-cho"}
            """)
        void areLinked(String given, String linked) {
            Answer answer = create(ticket(given)).expect(201);

            assertThatJson(answer.only(
                            "assignedTo",
                            "assignedTeamId",
                            "merchantId",
                            "merchantName",
                            "leadId",
                            "applicationId",
                            "midId",
                            "ticketTypeId"))
                    .isEqualTo(linked);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            merchant          | 1001      | {"merchantId": 1001}
            merchant          | 1001      | {"midId": 5001}
            merchant-internal | 1001      | {"merchantId": 1001, "midId": 5001, "leadId": 3001}
            mid               | 5001      | {"midId": 5001, "merchantId": 1001}
            lead              | lead-fern | {"leadId": 3001, "merchantId": 1002}
            application       | 7001      | {"applicationId": "app-north-pier"}
            application       | 7001      | {"applicationId": "7001"}
            user              | ana@harborcards.example | {"merchantId": 1001, "leadId": 3001}
            """)
        void mayRepeatAndExtendTheEntitiesOfTheRequester(String type, String id, String given) {
            create(of(type, id, given)).expect(201);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            {"assignedTo": "u-unknown"}         | /assignedTo
            {"assignedTeamId": 8}              | /assignedTeamId
            {"merchantId": 1003}               | /merchantId
            {"merchantId": 0}                  | /merchantId
            {"merchantId": 9223372036854775807} | /merchantId
            {"leadId": 3002}                   | /leadId
            {"applicationId": "app-nowhere"}   | /applicationId
            {"applicationId": "7002"}          | /applicationId
            {"midId": 5003}                    | /midId
            {"ticketTypeId": "no-such-type"}   | /ticketTypeId
            """)
        void mustExist(String given, String pointer) {
            assertThat(create(ticket(given)).violations()).containsExactly(pointer + " unknown_reference");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            merchant          | 1001 | {"merchantId": 1002}                   | /merchantId
            merchant-internal | 1001 | {"merchantId": 1002}                   | /merchantId
            merchant          | 1001 | {"midId": 5002}                        | /midId
            mid               | 5001 | {"merchantId": 1002}                   | /merchantId
            mid               | 5001 | {"midId": 5002}                        | /midId
            lead              | 3001 | {"leadId": 3900}                       | /leadId
            application       | 7001 | {"applicationId": "app-other"}         | /applicationId
            application       | 7001 | {"applicationId": "7900"}              | /applicationId
            user              | ana@harborcards.example | {"midId": 5001, "merchantId": 1002} | /merchantId
            """)
        void mustNotContradictTheRequesterOrEachOther(String type, String id, String given, String pointer) {
            server.put(LeadDao.class, new LeadRow(3900, "lead-other", "Other", "", ""));
            server.put(ApplicationDao.class, new ApplicationRow(7900, "app-other", "Other", "", ""));

            assertThat(create(of(type, id, given)).violations()).containsExactly(pointer + " contradiction");
        }

        @Test
        void areAllReportedAtOnce() {
            assertThat(create(of("merchant", "1003", """
                            {
                              "assignedTo": "u-unknown",
                              "assignedTeamId": 8,
                              "merchantId": 1003,
                              "leadId": 3002,
                              "applicationId": "7002",
                              "midId": 5003,
                              "ticketTypeId": "no-such-type"
                            }""")).violations())
                    .containsExactlyInAnyOrder(
                            "/requesterId unknown_reference",
                            "/assignedTo unknown_reference",
                            "/assignedTeamId unknown_reference",
                            "/merchantId unknown_reference",
                            "/leadId unknown_reference",
                            "/applicationId unknown_reference",
                            "/midId unknown_reference",
                            "/ticketTypeId unknown_reference");
        }

        @Test
        void areFoundByTheUniqueIdOfAnApplicationBeforeTheIntegerIdOfAnother() {
            server.put(ApplicationDao.class, new ApplicationRow(8001, "8002", "One", "", ""));
            server.put(ApplicationDao.class, new ApplicationRow(8002, "a-two", "Two", "", ""));

            assertThat(create(ticket("""
                            {"applicationId": "8002"}"""))
                            .expect(201)
                            .json()
                            .get("applicationId")
                            .asText())
                    .isEqualTo("8002");
        }

        @Test
        void mustNotBeAnInactiveUser() {
            server.put(UserDao.class, new UserRow("u-gone", "Gone", "gone@harborcards.example", false));

            assertThat(create(ticket("""
                            {"assignedTo": "u-gone"}""")).violations()).containsExactly("/assignedTo inactive_reference");
        }

        @Test
        void mayHaveAnInactiveUserAsRequester() {
            server.put(UserDao.class, new UserRow("u-left", "Lea Left", "left@harborcards.example", false));

            create(ticketOf("user", "left@harborcards.example")).expect(201);
        }

        @Test
        void mustNotBeAnInactiveTicketType() {
            server.add(TicketTypeRows.inactiveType("retired"));

            assertThat(create(ticket("""
                            {"ticketTypeId": "retired"}""")).violations()).containsExactly("/ticketTypeId inactive_reference");
        }

        private static String of(String type, String id, String given) {
            return ticket(given.replaceFirst(
                    "\\{", "{\"requesterType\": \"%s\", \"requesterId\": \"%s\", ".formatted(type, id)));
        }
    }

    /** The response is byte for byte the response to an id that does not exist. */
    @Nested
    class OfAnotherAccount {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"assignedTo\": \"u-theirs\"}",
                    "{\"assignedTeamId\": 99}",
                    "{\"merchantId\": 9901}",
                    "{\"leadId\": 9903}",
                    "{\"applicationId\": \"app-theirs\"}",
                    "{\"applicationId\": \"9907\"}",
                    "{\"midId\": 9905}",
                    "{\"ticketTypeId\": \"their-type\"}",
                    "{\"requesterType\": \"merchant\", \"requesterId\": \"m-theirs\"}",
                    "{\"requesterType\": \"merchant-internal\", \"requesterId\": \"9901\"}",
                    "{\"requesterType\": \"mid\", \"requesterId\": \"9905\"}",
                    "{\"requesterType\": \"lead\", \"requesterId\": \"lead-theirs\"}",
                    "{\"requesterType\": \"application\", \"requesterId\": \"9907\"}",
                    "{\"requesterType\": \"user\", \"requesterId\": \"theirs@lakeside.example\"}",
                })
        void areAsIfTheyWereNot(String given) {
            ContractClient named = client.with("X-Request-Id", "the-same");
            Answer before = named.post("/tickets", ticket(given)).expect(400);
            addTheirs();
            server.clientOf(DemoData.OTHER_ACCOUNT)
                    .post("/tickets", ticket(given))
                    .expect(201);
            Answer after = named.post("/tickets", ticket(given)).expect(400);
            removeTheirs();

            assertThat(before.violations()).hasSize(1).allMatch(violation -> violation.endsWith("unknown_reference"));
            assertThat(after.body()).isEqualTo(before.body());
        }

        @Test
        void mayHaveTheSameId() {
            Answer ours = create(ticketOf("merchant", "1001")).expect(201);
            Answer theirs = server.clientOf(DemoData.OTHER_ACCOUNT)
                    .post("/tickets", ticketOf("merchant", "1001"))
                    .expect(201);

            assertThatJson(ours.only("accountId", "merchantName")).isEqualTo("""
                    {"accountId": "2311", "merchantName": "Blue Door Bakery"}""");
            assertThatJson(theirs.only("accountId", "merchantName")).isEqualTo("""
                    {"accountId": "4711", "merchantName": "Lake View Books"}""");
        }

        private static void addTheirs() {
            server.put(
                    DemoData.OTHER_ACCOUNT,
                    UserDao.class,
                    new UserRow("u-theirs", "Theirs", "theirs@lakeside.example", true));
            server.put(DemoData.OTHER_ACCOUNT, TeamDao.class, new TeamRow(99, "Theirs"));
            server.put(
                    DemoData.OTHER_ACCOUNT, MerchantDao.class, new MerchantRow(9901, "m-theirs", "Theirs", "", "", ""));
            server.put(DemoData.OTHER_ACCOUNT, MidDao.class, new MidRow(9905, "mid-theirs", 9901, "Theirs"));
            server.put(DemoData.OTHER_ACCOUNT, LeadDao.class, new LeadRow(9903, "lead-theirs", "Theirs", "", ""));
            server.put(
                    DemoData.OTHER_ACCOUNT,
                    ApplicationDao.class,
                    new ApplicationRow(9907, "app-theirs", "Theirs", "", ""));
            server.database.write(DemoData.OTHER_ACCOUNT, transaction -> {
                transaction.dao(TicketTypeDao.class).insert("4711", TicketTypeRows.type("their-type"));
                return null;
            });
        }

        private static void removeTheirs() {
            server.testDatabase.executeAsSuperuser("""
                    SET search_path = docket;
                    TRUNCATE tickets CASCADE;
                    DELETE FROM ticket_types WHERE account_id = '4711';
                    DELETE FROM users WHERE account_id = '4711';
                    DELETE FROM teams WHERE account_id = '4711';
                    DELETE FROM mids WHERE account_id = '4711';
                    DELETE FROM merchants WHERE id = 9901;
                    DELETE FROM leads WHERE account_id = '4711';
                    DELETE FROM applications WHERE account_id = '4711';
                    """);
        }
    }
}
