package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of the contract for status, priority, category, source and type of requester. */
class VocabularyTest {

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

    private static void assertAccepted(String property, String word) {
        Answer answer = client.post("/tickets", ticketWith(property, word)).expect(201);

        assertThat(answer.json().get(property).asText()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "in_progress", "waiting_customer", "waiting_internal", "resolved", "closed"})
    void knowsTheStatus(String status) {
        assertAccepted("status", status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"low", "medium", "high", "urgent"})
    void knowsThePriority(String priority) {
        assertAccepted("priority", priority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "technical",
                "billing",
                "account",
                "compliance",
                "feature_request",
                "underwriting",
                "general_support",
                "general_forms",
                "retention",
                "activations",
                "fee_change_forms",
                "bank_submissions"
            })
    void knowsTheCategory(String category) {
        assertAccepted("category", category);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "phone", "portal", "internal", "api"})
    void knowsTheSource(String source) {
        assertAccepted("source", source);
    }

    @ParameterizedTest
    @CsvSource({
        "application, 7001",
        "lead, 3001",
        "user, ana@harborcards.example",
        "merchant, 1001",
        "merchant-internal, 1001",
        "mid, 5001",
    })
    void knowsTheRequesterType(String requesterType, String requesterId) {
        Answer answer =
                client.post("/tickets", ticketOf(requesterType, requesterId)).expect(201);

        assertThat(answer.json().get("requesterType").asText()).isEqualTo(requesterType);
    }

    @Test
    void takesATicketForOpenAndOfMediumPriorityUnlessToldOtherwise() {
        Answer answer = client.post("/tickets", ticket()).expect(201);

        assertThatJson(answer.only("status", "priority")).isEqualTo("""
                {"status": "open", "priority": "medium"}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        status        | new               | open, in_progress, waiting_customer, waiting_internal, resolved, closed
        status        | OPEN              | open, in_progress, waiting_customer, waiting_internal, resolved, closed
        status        | ' open'           | open, in_progress, waiting_customer, waiting_internal, resolved, closed
        status        | ''                | open, in_progress, waiting_customer, waiting_internal, resolved, closed
        status        | in-progress       | open, in_progress, waiting_customer, waiting_internal, resolved, closed
        priority      | Medium            | low, medium, high, urgent
        priority      | critical          | low, medium, high, urgent
        priority      | 1                 | low, medium, high, urgent
        category      | feature-request   | technical, billing, account, compliance, feature_request, underwriting, general_support, general_forms, retention, activations, fee_change_forms, bank_submissions
        category      | TECHNICAL         | technical, billing, account, compliance, feature_request, underwriting, general_support, general_forms, retention, activations, fee_change_forms, bank_submissions
        source        | web               | email, phone, portal, internal, api
        source        | API               | email, phone, portal, internal, api
        requesterType | merchant_internal | application, lead, user, merchant, merchant-internal, mid, external
        requesterType | MERCHANT_INTERNAL | application, lead, user, merchant, merchant-internal, mid, external
        requesterType | customer          | application, lead, user, merchant, merchant-internal, mid, external
        """)
    void saysWhichWordsItKnows(String property, String word, String known) {
        Answer answer = client.post("/tickets", ticketWith(property, word)).expect(400);

        assertThatJson(answer.body()).inPath("errors").isEqualTo("""
                [{"pointer": "/%s", "code": "unknown_value", "detail": "must be one of %s"}]""".formatted(property, known));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "priority", "category", "source", "requesterType"})
    void takesNoNumberForAWord(String property) {
        assertThat(client.post("/tickets", ticketWith(property, 0)).violations())
                .containsExactly("/" + property + " wrong_type");
    }
}
