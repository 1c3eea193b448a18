package dev.docket.server.security;

import static dev.docket.server.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import dev.docket.server.transport.TrustedProxies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Five requests at once, then one a second; three rejected tokens a minute. */
class RateLimitTest {

    private static final String UNKNOWN = "dkt_" + "A".repeat(43);

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(new RateLimitSettings(1, 5, 3));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertState(Answer answer, int remaining, int reset) {
        assertThat(List.of(
                        answer.header("RateLimit-Limit"),
                        answer.header("RateLimit-Remaining"),
                        answer.header("RateLimit-Reset")))
                .containsExactly("5", String.valueOf(remaining), String.valueOf(reset));
    }

    @Nested
    class OfAToken {

        @Test
        void isToldWithEveryAnswerToOne() {
            ContractClient client = server.client(List.of("tickets:read"));

            assertState(client.get("/me").expect(200), 4, 1);
            assertState(client.get("/tickets/none").expect(404), 3, 2);
            assertState(client.with("x-account-id", "9999").get("/tickets").expect(403), 2, 3);
            assertState(client.get("/tokens").expect(403), 1, 4);
            assertState(client.get("/tickets?pageSize=0").expect(400), 0, 5);
        }

        @Test
        void refusesMoreUntilThereIsSomeAgain() {
            ContractClient client = server.client();
            for (int i = 0; i < 5; i++) {
                client.get("/me").expect(200);
            }

            Answer refused = client.get("/me");
            assertProblem(refused, ProblemType.TOO_MANY_REQUESTS, "/me");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertState(refused, 0, 5);
            assertThat(refused.header("WWW-Authenticate")).isNull();
            server.clock.advance(Duration.ofSeconds(1));
            client.get("/me").expect(200);
            client.get("/me").expect(429);
        }

        @Test
        void isNotSharedWithOtherCallers() {
            ContractClient client = server.client();
            for (int i = 0; i < 6; i++) {
                client.get("/me");
            }

            client.get("/me").expect(429);
            server.client().get("/me").expect(200);
        }

        @Test
        void doesNotApplyWithoutAToken() {
            ContractClient client = server.client();
            for (int i = 0; i < 6; i++) {
                client.get("/me");
            }

            Answer health = client.get("/health/live").expect(200);
            client.get("/openapi.yaml").expect(200);
            assertThat(health.header("RateLimit-Limit")).isNull();
        }

        @Test
        void canBeSwitchedOff() {
            try (RunningServer unlimited = server.beside(new RateLimitSettings(0, 1, 0))) {
                ContractClient client = unlimited.client();
                client.get("/me").expect(200);

                assertThat(client.get("/me").expect(200).header("RateLimit-Limit"))
                        .isNull();
            }
        }
    }

    @Nested
    class OfAnAddress {

        @Test
        void refusesTokensThatAreUnknownHereAfterSoManyThatWereRefused() {
            ContractClient early = server.client();
            early.get("/me").expect(200);
            for (int i = 0; i < 3; i++) {
                server.bearer(UNKNOWN).get("/me").expect(401);
            }

            Answer refused = server.bearer(UNKNOWN).get("/me");
            assertProblem(refused, ProblemType.TOO_MANY_REQUESTS, "/me");
            assertThat(refused.header("Retry-After")).isEqualTo("20");
            assertThat(refused.header("RateLimit-Limit")).isNull();
            ContractClient late = server.client();
            late.get("/me").expect(429);
            // A client that was accepted before is not locked out by others at the same address, nor is a client
            // without a token.
            early.get("/me").expect(200);
            new ContractClient(server.uri()).get("/me").expect(401);

            server.clock.advance(Duration.ofSeconds(20));
            late.get("/me").expect(200);
        }

        @Test
        void isTheOneThatATrustedProxyNames() {
            TransportLimits trusting = TransportLimitsBuilder.builder(TransportLimits.defaults())
                    .trustedProxies(TrustedProxies.of("127.0.0.0/8"))
                    .build();
            try (RunningServer behindProxy = server.beside(new RateLimitSettings(0, 1, 3), trusting)) {
                ContractClient guesser = behindProxy.bearer(UNKNOWN).with("X-Forwarded-For", "203.0.113.9");
                for (int i = 0; i < 3; i++) {
                    guesser.get("/me").expect(401);
                }

                guesser.get("/me").expect(429);
                guesser.with("X-Forwarded-For", "1.2.3.4, 203.0.113.9")
                        .get("/me")
                        .expect(429);
                guesser.with("X-Forwarded-For", "203.0.113.9, 203.0.113.10")
                        .get("/me")
                        .expect(401);
                guesser.with("X-Forwarded-For", null).get("/me").expect(401);
            }
        }

        @Test
        void doesNotCountThoseThatAreKnown() {
            for (int i = 0; i < 4; i++) {
                server.client(DemoData.ACCOUNT, Operations.permissions())
                        .get("/me")
                        .expect(200);
            }
        }
    }
}
