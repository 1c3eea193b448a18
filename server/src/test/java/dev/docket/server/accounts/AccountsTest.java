package dev.docket.server.accounts;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test has its own account. */
class AccountsTest {

    private static RunningServer server;
    private static ContractClient operator;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        operator = server.operator();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer create(String id) {
        return operator.post("/accounts", "{\"id\": \"%s\", \"name\": \"Bay Terminals\"}".formatted(id))
                .expect(201);
    }

    @Nested
    class Create {

        @Test
        void keepsEverything() {
            Answer created = operator.post("/accounts", """
                            {"id": "new_1", "name": "Bay Terminals", "ticketPrefix": "BAY"}""").expect(201);

            assertThat(created.header("Location")).isEqualTo("/accounts/new_1");
            assertThatJson(created.body()).isEqualTo("""
                    {
                      "id": "new_1",
                      "name": "Bay Terminals",
                      "ticketPrefix": "BAY",
                      "createdAt": "2026-03-06T21:30:00Z",
                      "updatedAt": "2026-03-06T21:30:00Z"
                    }""");
            Answer read = operator.get("/accounts/new_1").expect(200);
            assertThat(read.body()).isEqualTo(created.body());
            assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
            operator.with("If-None-Match", read.header("ETag"))
                    .get("/accounts/new_1")
                    .expect(304);
        }

        @Test
        void hasAPrefixWithoutBeingTold() {
            assertThat(create("new_2").json().get("ticketPrefix").asText()).isEqualTo("TKT");
        }

        @Test
        void isRefusedForAnIdThatIsTaken() {
            create("new_3");

            assertThat(operator.post("/accounts", "{\"id\": \"new_3\", \"name\": \"Other\"}")
                            .expect(409)
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("the account 'new_3' exists already; choose another id");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'name': 'x'}                                        | /id required",
                    "{'id': 'a,b', 'name': 'x'}                           | /id invalid_format",
                    "{'id': '*', 'name': 'x'}                             | /id invalid_format",
                    "{'id': 'x'}                                          | /name required",
                    "{'id': 'x', 'name': ''}                              | /name too_short",
                    "{'id': 'x', 'name': 'x', 'ticketPrefix': 'tkt'}      | /ticketPrefix invalid_format",
                    "{'id': 'x', 'name': 'x', 'ticketPrefix': 'TKT45678901'} | /ticketPrefix too_long",
                    "{'id': 'x', 'name': 'x', 'tokens': []}               | /tokens unknown_property",
                })
        void refusesWhatBreaksTheContract(String account, String violation) {
            assertThat(operator.post("/accounts", account.replace('\'', '"')).violations())
                    .containsExactly(violation);
        }
    }

    @Nested
    class Update {

        @Test
        void changesWhatIsSaidAndNothingElse() {
            String first = create("changed").header("ETag");
            ContractClient agent = operator.with("x-account-id", "changed");
            agent.post("/tickets", ticket()).expect(201);
            server.clock.advance(Duration.ofMinutes(1));
            Answer changed;
            try {
                changed = operator.with("If-Match", first)
                        .patch("/accounts/changed", "{\"ticketPrefix\": \"BAY\"}")
                        .expect(200);
            } finally {
                server.clock.set(RunningServer.START);
            }

            assertThatJson(changed.body()).isEqualTo("""
                    {
                      "id": "changed",
                      "name": "Bay Terminals",
                      "ticketPrefix": "BAY",
                      "createdAt": "2026-03-06T21:30:00Z",
                      "updatedAt": "2026-03-06T21:31:00Z"
                    }""");
            assertThat(operator.get("/accounts/changed").body()).isEqualTo(changed.body());
            operator.with("If-Match", first)
                    .patch("/accounts/changed", "{\"name\": \"Late\"}")
                    .expect(412);
            assertThat(agent.post("/tickets", ticket())
                            .expect(201)
                            .json()
                            .get("ticketNumber")
                            .asText())
                    .isEqualTo("BAY-2");
            agent.get("/tickets/TKT-1").expect(200);
            assertThat(operator.patch("/accounts/changed", "{\"ticketPrefix\": null}")
                            .expect(200)
                            .json()
                            .get("ticketPrefix")
                            .asText())
                    .isEqualTo("TKT");
        }

        @Test
        void hasNoEffectIfNothingIsDifferent() {
            Answer before = create("same");

            Answer after = operator.patch("/accounts/same", "{\"name\": \"Bay Terminals\"}")
                    .expect(200);

            assertThat(after.body()).isEqualTo(before.body());
            assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        }

        @Test
        void isHeldToTheContractAsAWhole() {
            create("held");

            assertThat(operator.patch("/accounts/held", """
                            {"id": "other", "name": null, "ticketPrefix": "a b", "x": 1}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id unknown_property",
                            "/name required",
                            "/ticketPrefix invalid_format",
                            "/x unknown_property");
            operator.patch("/accounts/held", "text/plain", "{}").expect(415);
        }
    }

    @Test
    void areFoundByTheirIds() {
        operator.get("/accounts/none").expect(404);
        operator.patch("/accounts/none", "{}").expect(404);
        assertThat(operator.get("/accounts/a,b").violations()).containsExactly("accountId invalid_format");
        assertThat(operator.patch("/accounts/a,b", "{}").violations()).containsExactly("accountId invalid_format");
    }

    @Test
    void comeInPages() {
        for (int i = 0; i < 5; i++) {
            create("page" + i);
        }

        List<String> ids = new ArrayList<>();
        String cursor = "";
        long total = 0;
        while (cursor != null) {
            JsonNode page = operator.get("/accounts?pageSize=2&includeTotal=true" + cursor)
                    .expect(200)
                    .json();
            assertThat(page.get("data").size()).isBetween(1, 2);
            ids.addAll(page.get("data").findValuesAsText("id"));
            total = page.get("total").asLong();
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : null;
        }

        assertThat(ids)
                .doesNotHaveDuplicates()
                .hasSize((int) total)
                .contains(DemoData.ACCOUNT, DemoData.OTHER_ACCOUNT, "page0", "page4");
        assertThat(operator.get("/accounts?cursor=W10").violations()).containsExactly("cursor invalid_format");
    }

    @Test
    void areForOperatorsOnly() {
        for (ContractClient client : List.of(server.client(), server.client().with("x-account-id", null))) {
            assertProblem(client.get("/accounts"), ProblemType.FORBIDDEN, "/accounts");
            client.post("/accounts", "{}").expect(403);
            client.get("/accounts/2311").expect(403);
            client.patch("/accounts/2311", "{}").expect(403);
        }
        operator.with("Authorization", null).get("/accounts").expect(401);
    }

    @Nested
    class AnOperator {

        @ParameterizedTest
        @ValueSource(strings = {DemoData.ACCOUNT, DemoData.OTHER_ACCOUNT})
        void mayNameEveryAccount(String account) {
            assertThat(operator.with("x-account-id", account)
                            .post("/tickets", ticket())
                            .expect(201)
                            .json()
                            .get("accountId")
                            .asText())
                    .isEqualTo(account);
        }

        @ParameterizedTest
        @ValueSource(strings = {"9999", "*", "2311,4711"})
        void mayNameNoneThatDoesNotExist(String account) {
            ContractClient lost = operator.with("x-account-id", account).with("X-Request-Id", "the-same");
            ContractClient stranger =
                    server.client().with("x-account-id", DemoData.OTHER_ACCOUNT).with("X-Request-Id", "the-same");

            assertThat(lost.post("/tickets", ticket()).expect(403).body())
                    .isEqualTo(stranger.post("/tickets", ticket()).expect(403).body());
            assertThat(lost.get("/tickets/TKT-1").expect(403).body())
                    .isEqualTo(stranger.get("/tickets/TKT-1").expect(403).body());
            lost.post("/ticket-types", "{\"name\": \"T\"}").expect(403);
            lost.get("/ticket-types").expect(403);
            lost.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}").expect(403);
        }

        @Test
        void mayNameAnAccountAsSoonAsItIsThereOnEveryNode() {
            try (RunningServer node = server.beside()) {
                ContractClient there = node.operator().with("x-account-id", "fresh");
                there.post("/tickets", ticket()).expect(403);

                create("fresh");

                there.post("/tickets", ticket()).expect(201);
                operator.with("x-account-id", "fresh").get("/tickets/TKT-1").expect(200);
            }
        }

        @Test
        void bringsAnAccountUpByTheApiAlone() {
            create("brought-up");
            String admin = operator.with("x-account-id", "brought-up")
                    .post("/tokens", "{\"name\": \"admin\", \"roles\": [\"admin\"]}")
                    .expect(201)
                    .json()
                    .get("secret")
                    .asText();
            ContractClient account = server.bearer(admin).with("x-account-id", "brought-up");

            account.post("/ticket-types", "{\"id\": \"t\", \"name\": \"T\"}").expect(201);
            String agent = account.post("/tokens", "{\"name\": \"agent\", \"roles\": [\"agent\"]}")
                    .expect(201)
                    .json()
                    .get("secret")
                    .asText();
            server.bearer(agent)
                    .with("x-account-id", "brought-up")
                    .post("/tickets", ticket())
                    .expect(201);
        }
    }
}
