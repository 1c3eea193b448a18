package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static dev.docket.server.testing.TicketJson.ticketWithout;
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
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.List;
import net.javacrumbs.jsonunit.core.Option;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequesterTest {

    private static final String[] DERIVED = {
        "requesterName",
        "requesterEmail",
        "requesterPhone",
        "applicationId",
        "leadId",
        "merchantId",
        "merchantName",
        "midId"
    };

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
    class OfTheCrm {

        /** Every type by every id of it, and the exact data that the ticket gets from it. */
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            application | app-north-pier | {"requesterName": "North Pier Cafe", "requesterEmail": "owner@northpier.example", "requesterPhone": "+1 917 555 0188", "applicationId": "app-north-pier"}
            application | 7001 | {"requesterName": "North Pier Cafe", "requesterEmail": "owner@northpier.example", "requesterPhone": "+1 917 555 0188", "applicationId": "app-north-pier"}
            lead | lead-fern | {"requesterName": "Fern Lodge", "requesterEmail": "hello@fernlodge.example", "requesterPhone": "+1 646 555 0102", "leadId": 3001}
            lead | 3001 | {"requesterName": "Fern Lodge", "requesterEmail": "hello@fernlodge.example", "requesterPhone": "+1 646 555 0102", "leadId": 3001}
            user | ana@harborcards.example | {"requesterName": "Ana Ortiz", "requesterEmail": "ana@harborcards.example"}
            user | ANA@HarborCards.Example | {"requesterName": "Ana Ortiz", "requesterEmail": "ana@harborcards.example"}
            merchant | m-blue-door | {"requesterName": "Blue Door Bakery", "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147", "merchantId": 1001, "merchantName": "Blue Door Bakery"}
            merchant | 1001 | {"requesterName": "Blue Door Bakery", "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147", "merchantId": 1001, "merchantName": "Blue Door Bakery"}
            merchant-internal | m-blue-door | {"requesterName": "Blue Door Bakery", "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147", "merchantId": 1001, "merchantName": "Blue Door Bakery"}
            merchant-internal | 1001 | {"requesterName": "Blue Door Bakery", "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147", "merchantId": 1001, "merchantName": "Blue Door Bakery"}
            mid | mid-blue-door | {"requesterName": "BLUE DOOR BAKERY NY", "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147", "midId": 5001, "merchantId": 1001, "merchantName": "Blue Door Bakery"}
            mid | 5001 | {"requesterName": "BLUE DOOR BAKERY NY", "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147", "midId": 5001, "merchantId": 1001, "merchantName": "Blue Door Bakery"}
            """)
        void isWhoTheCrmSays(String type, String id, String derived) {
            Answer answer = create(ticketOf(type, id)).expect(201);

            assertThatJson(answer.only(DERIVED)).isEqualTo(derived);
            assertThatJson(answer.only("requesterType", "requesterId"))
                    .isEqualTo("{\"requesterType\": \"%s\", \"requesterId\": \"%s\"}".formatted(type, id));
        }

        @ParameterizedTest
        @CsvSource({
            "application, app-north-pier, North Pier Cafe",
            "lead, lead-fern, Fern Lodge",
            "user, ana@harborcards.example, Ana Ortiz",
            "merchant, m-blue-door, Blue Door Bakery",
            "merchant-internal, m-blue-door, Blue Door Bakery",
            "mid, mid-blue-door, BLUE DOOR BAKERY NY"
        })
        void isNotWhoTheRequestSays(String type, String id, String name) {
            String derived = create(ticketOf(type, id)).expect(201).only(DERIVED);
            Answer answer = create(ticket("""
                    {
                      "requesterType": "%s",
                      "requesterId": "%s",
                      "requesterName": " ",
                      "requesterEmail": "not an address @ all",
                      "requesterPhone": "☎"
                    }""".formatted(type, id))).expect(201);

            assertThat(answer.json().get("requesterName").asText()).isEqualTo(name);
            assertThatJson(answer.only(DERIVED)).isEqualTo(derived);
        }

        /** With a sign, a leading zero, a space or a fraction, an id is not the integer. */
        @ParameterizedTest
        @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            application|app-nowhere
            application|7002
            lead|lead-nowhere
            lead|3002
            user|u-ana
            user|unknown@harborcards.example
            merchant|m-nowhere
            merchant|1003
            merchant|+1001
            merchant|01001
            merchant|1001.0
            merchant| 1001
            merchant|M-BLUE-DOOR
            merchant|9223372036854775807
            merchant|9223372036854775808
            merchant|99999999999999999999999999
            merchant|mid-blue-door
            merchant-internal|m-nowhere
            mid|1001
            mid|m-blue-door
            """)
        void mustBeKnown(String type, String id) {
            assertThat(create(ticketOf(type, id)).violations()).containsExactly("/requesterId unknown_reference");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            application | {"applicationId": "8002"}
            lead | {"leadId": 8001}
            merchant | {"merchantId": 8001}
            merchant-internal | {"merchantId": 8001}
            mid | {"midId": 8001}
            """)
        void isFoundByItsUniqueIdBeforeTheIntegerIdOfAnother(String type, String found) {
            server.put(ApplicationDao.class, new ApplicationRow(8001, "8002", "One", "", ""));
            server.put(ApplicationDao.class, new ApplicationRow(8002, "a-two", "Two", "", ""));
            server.put(LeadDao.class, new LeadRow(8001, "8002", "One", "", ""));
            server.put(LeadDao.class, new LeadRow(8002, "l-two", "Two", "", ""));
            server.put(MerchantDao.class, new MerchantRow(8001, "8002", "One", "", "", ""));
            server.put(MerchantDao.class, new MerchantRow(8002, "m-two", "Two", "", "", ""));
            server.put(MidDao.class, new MidRow(8001, "8002", 8001, "One"));
            server.put(MidDao.class, new MidRow(8002, "mid-two", 8002, "Two"));

            Answer answer = create(ticketOf(type, "8002")).expect(201);

            assertThat(answer.json().get("requesterName").asText()).isEqualTo("One");
            assertThatJson(answer.body()).when(Option.IGNORING_EXTRA_FIELDS).isEqualTo(found);
        }

        @ParameterizedTest
        @CsvSource({
            "application, app-silent",
            "lead, lead-silent",
            "merchant, m-silent",
            "merchant-internal, m-silent",
            "mid, mid-silent"
        })
        void mayHaveNeitherEmailNorPhone(String type, String id) {
            server.put(ApplicationDao.class, new ApplicationRow(7100, "app-silent", "Silent Mill", "", ""));
            server.put(LeadDao.class, new LeadRow(3100, "lead-silent", "Silent Mill", "", ""));
            server.put(MerchantDao.class, new MerchantRow(1100, "m-silent", "Silent Mill", "", "", ""));
            server.put(MidDao.class, new MidRow(5100, "mid-silent", 1100, "Silent Mill"));

            Answer answer = create(ticketOf(type, id)).expect(201);

            assertThatJson(answer.only("requesterName", "requesterEmail", "requesterPhone"))
                    .isEqualTo("{\"requesterName\": \"Silent Mill\", \"requesterEmail\": \"\"}");
        }

        @Test
        void staysWhoItWasWhenTheCrmLearnsBetter() {
            server.put(LeadDao.class, new LeadRow(3200, "lead-moss", "Moss Inn", "old@moss.example", ""));
            String uniqueId = create(ticketOf("lead", "lead-moss"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            server.put(LeadDao.class, new LeadRow(3200, "lead-moss", "Moss Hotel", "new@moss.example", "1"));

            assertThat(server.testDatabase.queryAsSuperuser(
                            "SELECT requester_name, requester_email FROM docket.tickets WHERE unique_id = '%s'"
                                    .formatted(uniqueId)))
                    .containsExactly(List.of("Moss Inn", "old@moss.example"));
            assertThatJson(create(ticketOf("lead", "lead-moss")).expect(201).only("requesterName", "requesterEmail"))
                    .isEqualTo("{\"requesterName\": \"Moss Hotel\", \"requesterEmail\": \"new@moss.example\"}");
        }
    }

    @Nested
    class External {

        @Test
        void isWhoTheRequestSays() {
            Answer answer =
                    create(ticketWith("requesterPhone", "+44 20 7946 0018")).expect(201);

            assertThatJson(answer.only(DERIVED)).isEqualTo("""
                    {
                      "requesterName": "Sam Reed",
                      "requesterEmail": "sam.reed@example.com",
                      "requesterPhone": "+44 20 7946 0018"
                    }""");
        }

        @Test
        void needsNoPhone() {
            assertThat(create(ticket()).expect(201).json().has("requesterPhone"))
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"visitor-77", "1001", "m-blue-door", "?", "Ünïcödé 🙂"})
        void mayHaveAnyId(String id) {
            Answer answer = create(ticketWith("requesterId", id)).expect(201);

            assertThat(answer.json().get("requesterId").asText()).isEqualTo(id);
            assertThat(answer.json().has("merchantId")).isFalse();
        }

        @Test
        void needsNameAndEmailAndIsToldBothAtOnce() {
            assertThat(create(ticketWithout("requesterName", "requesterEmail")).violations())
                    .containsExactlyInAnyOrder("/requesterName required", "/requesterEmail required");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\u2003", "\u200B"})
        void isNotNamedByBlanks(String blank) {
            assertThat(create(ticketWith("requesterName", blank)).violations())
                    .containsExactly("/requesterName required");
            assertThat(create(ticketWith("requesterEmail", blank)).violations())
                    .containsExactly("/requesterEmail required");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\t \n", "sam@example.com\n", "sam\u0000", "\u001B[31msam"})
        void hasNoControlCharacters(String text) {
            for (String property : List.of("requesterName", "requesterEmail", "requesterPhone")) {
                assertThat(create(ticketWith(property, text)).violations())
                        .containsExactly("/" + property + " invalid_text");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"sam", "sam@", "@example.com", "a@b@c", "sam reed@example.com"})
        void needsAnEmailAddressThatIsOne(String email) {
            assertThat(create(ticketWith("requesterEmail", email)).violations())
                    .containsExactly("/requesterEmail invalid_format");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a@b", "first.last+tag@sub.example.co.uk", "päivi@exämple.fi", "\"quoted\"@example.com"})
        void mayHaveAnUnusualEmailAddress(String email) {
            assertThat(create(ticketWith("requesterEmail", email))
                            .expect(201)
                            .json()
                            .get("requesterEmail")
                            .asText())
                    .isEqualTo(email);
        }
    }
}
