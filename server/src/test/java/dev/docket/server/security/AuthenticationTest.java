package dev.docket.server.security;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ContractClient as(String authorization) {
        return new ContractClient(server.uri())
                .with("Authorization", authorization)
                .with("x-account-id", DemoData.ACCOUNT);
    }

    private static Tokens.NewToken token(Instant expiresAt) {
        return server.tokens.create("test", Operations.permissions(), List.of(DemoData.ACCOUNT), expiresAt);
    }

    private static void assertUnauthorized(Answer answer, String challenge) {
        assertProblem(answer, ProblemType.UNAUTHORIZED, "/tickets");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(challenge);
    }

    @Nested
    class Token {

        @Test
        void mustBeGiven() {
            assertUnauthorized(as(null).post("/tickets", ticket()), "Bearer realm=\"docket\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Basic YTpi", "Bearer", "dkt_x", "Token dkt_x"})
        void mustBeABearerToken(String authorization) {
            assertUnauthorized(as(authorization).post("/tickets", ticket()), "Bearer realm=\"docket\"");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    "dkt_",
                    "dkt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "dkt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "' OR true --",
                    "eyJhbGciOiJub25lIn0.e30."
                })
        void mustBeKnown(String token) {
            assertUnauthorized(
                    as("Bearer " + token).post("/tickets", ticket()),
                    "Bearer realm=\"docket\", error=\"invalid_token\"");
        }

        @Test
        void isAskedForBeforeTheBodyIsLookedAt() {
            assertUnauthorized(as(null).post("/tickets", "{"), "Bearer realm=\"docket\"");
        }

        @Test
        void mayFollowTheSchemeInAnyCase() {
            String secret = token(null).secret();

            as("bearer " + secret).post("/tickets", ticket()).expect(201);
            as("BEARER " + secret).post("/tickets", ticket()).expect(201);
        }

        @Test
        void expiresAtTheInstantThatItSays() {
            ContractClient client =
                    as("Bearer " + token(RunningServer.START.plusSeconds(60)).secret());

            server.clock.set(RunningServer.START.plusSeconds(60).minusNanos(1_000));
            client.post("/tickets", ticket()).expect(201);
            server.clock.set(RunningServer.START.plusSeconds(60));
            assertUnauthorized(client.post("/tickets", ticket()), "Bearer realm=\"docket\", error=\"invalid_token\"");
            server.clock.set(RunningServer.START);
        }

        /** Cached for half a second at most, without a restart. */
        @Test
        void isRefusedEverywhereOnceItIsRevoked() {
            Tokens.NewToken token = token(null);
            ContractClient client = as("Bearer " + token.secret());
            client.post("/tickets", ticket()).expect(201);

            assertThat(server.tokens.revoke(token.id())).isTrue();
            Wait.until(() -> client.post("/tickets", ticket()).status() != 201);

            assertUnauthorized(client.post("/tickets", ticket()), "Bearer realm=\"docket\", error=\"invalid_token\"");
        }
    }

    @Nested
    class Permission {

        @Test
        void mustBeThatOfTheOperation() {
            assertProblem(server.client(List.of()).post("/tickets", ticket()), ProblemType.FORBIDDEN, "/tickets");
        }

        @Test
        void isAskedForBeforeTheBodyIsLookedAt() {
            server.client(List.of()).post("/tickets", "{").expect(403);
        }
    }

    @Nested
    class Account {

        @ParameterizedTest
        @ValueSource(strings = {DemoData.OTHER_ACCOUNT, "9999", "2311,4711", "*", "23111"})
        void mustBeGrantedToTheToken(String account) {
            Answer answer = server.client().with("x-account-id", account).post("/tickets", ticket());

            assertProblem(answer, ProblemType.FORBIDDEN, "/tickets");
        }

        @Test
        void isNotTold() {
            ContractClient named = server.client().with("X-Request-Id", "the-same");

            assertThat(named.with("x-account-id", DemoData.OTHER_ACCOUNT)
                            .post("/tickets", ticket())
                            .body())
                    .isEqualTo(named.with("x-account-id", "9999")
                            .post("/tickets", ticket())
                            .body());
        }

        @Test
        void mustBeNamed() {
            ContractClient client = server.client();

            assertThat(client.with("x-account-id", null)
                            .post("/tickets", ticket())
                            .violations())
                    .containsExactly("x-account-id required");
            assertThat(client.with("x-account-id", "")
                            .post("/tickets", ticket())
                            .violations())
                    .isNotEmpty()
                    .allMatch(violation -> violation.startsWith("x-account-id "));
        }

        @Test
        void isOneOfThoseOfTheToken() {
            String secret = server.tokens
                    .create("both", Operations.permissions(), List.of(DemoData.ACCOUNT, DemoData.OTHER_ACCOUNT), null)
                    .secret();
            ContractClient client = as("Bearer " + secret);

            for (String account : List.of(DemoData.ACCOUNT, DemoData.OTHER_ACCOUNT)) {
                assertThat(client.with("x-account-id", account)
                                .post("/tickets", ticket())
                                .expect(201)
                                .json()
                                .get("accountId")
                                .asText())
                        .isEqualTo(account);
            }
        }
    }
}
