package dev.docket.server.http.problem;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

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

    @Nested
    class OfARequest {

        @Test
        void isInvalid() {
            assertProblem(client.post("/tickets", "{}"), ProblemType.INVALID_REQUEST, "/tickets");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"/nothing", "/ticket", "/tickets/1/nothing", "/docs/assets/nothing", "/docs/assets/..%2f"})
        void isAtNoSuchPath(String path) {
            assertProblem(client.get(path), ProblemType.NOT_FOUND, path);
        }

        @ParameterizedTest
        @CsvSource({
            "GET, /directory/import, POST",
            "PUT, /tickets, POST",
            "PATCH, /tickets, POST",
            "DELETE, /tickets, POST",
            "POST, /health/live, GET",
            "DELETE, /openapi.yaml, GET"
        })
        void isByAMethodThatThePathDoesNotHave(String method, String path, String allowed) {
            Answer answer = client.send(method, path);

            assertProblem(answer, ProblemType.METHOD_NOT_ALLOWED, path);
            assertThat(answer.header("Allow")).contains(allowed);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/xml", "application/problem+json, text/plain", "image/*"})
        void asksForAnAnswerThatThereIsNot(String accept) {
            assertProblem(
                    client.with("Accept", accept).post("/tickets", ticket()), ProblemType.NOT_ACCEPTABLE, "/tickets");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*/*",
                    "application/*",
                    "application/json",
                    "text/html, application/json;q=0.1",
                    "application/problem+json",
                    "application/problem+json;q=0.5, application/problem+json"
                })
        void mayAskForAnswersInManyWays(String accept) {
            client.with("Accept", accept).post("/tickets", ticket()).expect(201);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(
                strings = {
                    "text/plain",
                    "application/xml",
                    "application/x-www-form-urlencoded",
                    "application/merge-patch+json",
                    "application/json; charset=iso-8859-1",
                    "application/json; charset=utf-16",
                    "*/*",
                    "application/*"
                })
        void isOfATypeThatIsNotTaken(String contentType) {
            byte[] body = ticket().getBytes(StandardCharsets.UTF_8);

            assertProblem(client.post("/tickets", contentType, body), ProblemType.UNSUPPORTED_MEDIA_TYPE, "/tickets");
        }

        /** Also where the contract documents no 400: no operation was reached. */
        @ParameterizedTest
        @CsvSource({"Accept, /", "Accept, */json;q=2", "Accept, text/html;a=\"", "Content-Type, /", "Content-Type, a;"})
        void hasAHeaderThatCannotBeRead(String header, String value) throws IOException {
            try (RawClient raw = new RawClient(server.uri().getPort())) {
                RawClient.Answer answer = raw.send(
                                "GET /me HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\n\r\n".formatted(header, value))
                        .read();

                assertThat(answer.status()).isEqualTo(400);
                assertThatJson(answer.body()).isObject().containsEntry("type", ProblemType.MALFORMED_REQUEST.urn());
            }
        }

        /** No browser shows the response to a page of another origin, and none may send a token from there. */
        @ParameterizedTest
        @ValueSource(strings = {"GET", "OPTIONS"})
        void comesFromAPageOfAnotherOrigin(String method) throws IOException {
            try (RawClient raw = new RawClient(server.uri().getPort())) {
                RawClient.Answer answer = raw.send("""
                                %s /tickets HTTP/1.1\r
                                Host: localhost\r
                                Origin: https://elsewhere.example\r
                                Access-Control-Request-Method: POST\r
                                Access-Control-Request-Headers: authorization\r
                                \r
                                """.formatted(method)).read();

                assertThat(answer.headers()).noneMatch(header -> header.name().startsWith("access-control-"));
            }
        }

        @Test
        void isEncoded() {
            assertProblem(
                    client.with("Content-Encoding", "gzip").post("/tickets", ticket()),
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "/tickets");
        }

        @Test
        void isLargerThanAMebibyte() {
            String padding = " ".repeat(1_048_576 - ticket().length());

            client.post("/tickets", ticket() + padding).expect(201);
            assertProblem(client.post("/tickets", ticket() + padding + " "), ProblemType.CONTENT_TOO_LARGE, "/tickets");
        }
    }

    @Nested
    class RequestId {

        @ParameterizedTest
        @ValueSource(strings = {"a", "A-b_c.9", "01JD9B8Q0V"})
        void isTheCallersWhereItIsSane(String requestId) {
            ContractClient named = client.with("X-Request-Id", requestId);

            assertThat(named.post("/tickets", ticket()).expect(201).header("X-Request-Id"))
                    .isEqualTo(requestId);
            assertThat(named.post("/tickets", "{}")
                            .expect(400)
                            .json()
                            .get("requestId")
                            .asText())
                    .isEqualTo(requestId);
            assertThat(named.get("/nothing").expect(404).header("X-Request-Id")).isEqualTo(requestId);
            assertThat(named.with("Authorization", null)
                            .post("/tickets", ticket())
                            .expect(401)
                            .header("X-Request-Id"))
                    .isEqualTo(requestId);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a/b", "<script>", "é"})
        void isANewOneWhereItIsNot(String requestId) {
            String answered = client.with("X-Request-Id", requestId)
                    .post("/tickets", ticket())
                    .expect(201)
                    .header("X-Request-Id");

            assertThat(answered).matches("[0-9a-z]{13}");
        }

        @Test
        void isANewOneWhereItIsTooLong() {
            assertThat(client.with("X-Request-Id", "x".repeat(128))
                            .post("/tickets", ticket())
                            .header("X-Request-Id"))
                    .isEqualTo("x".repeat(128));
            assertThat(client.with("X-Request-Id", "x".repeat(129))
                            .post("/tickets", ticket())
                            .header("X-Request-Id"))
                    .matches("[0-9a-z]{13}");
        }

        @Test
        void isNeverTheSame() {
            assertThat(client.post("/tickets", ticket()).header("X-Request-Id"))
                    .isNotEqualTo(client.post("/tickets", ticket()).header("X-Request-Id"));
        }
    }

    @Nested
    class OfTheServer {

        @Test
        void showsNothingOfTheInsideAndIsOverWhenItsCauseIs() {
            server.testDatabase.executeAsSuperuser("ALTER TABLE docket.ticket_history RENAME TO elsewhere");
            for (int request = 0; request < 10; request++) {
                assertProblem(client.post("/tickets", ticket()), ProblemType.INTERNAL_ERROR, "/tickets");
            }
            server.testDatabase.executeAsSuperuser("ALTER TABLE docket.elsewhere RENAME TO ticket_history");

            for (int request = 0; request < 10; request++) {
                client.post("/tickets", ticket()).expect(201);
            }
        }
    }

    @Test
    void isKeptByNoCache() {
        for (Answer answer : new Answer[] {client.post("/tickets", ticket()), client.post("/tickets", "{}")}) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }
}
