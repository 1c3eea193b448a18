package dev.docket.server.http.rest;

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
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request is taken as it was sent, or rejected with what would be right; nothing of it is ignored. */
class RequestsAsMeantTest {

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

    private static String firstDetail(Answer answer) {
        return answer.json().at("/errors/0/detail").asText();
    }

    @Nested
    class Query {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "statuss=open            | statuss            | which has search, status,",
                    "status[]=open           | status[]           | use status, and repeat it for each value",
                    "status%5B0%5D=open      | status[0]          | use status, and repeat it for each value",
                    "Status=open             | Status             | use status, and repeat it",
                    "merchant_id=1           | merchant_id        | use merchantId, and repeat it",
                    "page-size=1             | page-size          | use pageSize",
                    "page=2                  | page               | pass nextCursor as cursor",
                    "per_page=5              | per_page           | pass nextCursor as cursor",
                    "limit=5                 | limit              | pass nextCursor as cursor",
                    "offset=5                | offset             | pass nextCursor as cursor",
                    "q=screen                | q                  | which has search, status,",
                    "_=1700000000            | _                  | which has search, status,",
                    "x%00y=1                 |                    | ",
                    "st%61tuss=open          | statuss            | which has search, status,"
                })
        void hasOnlyParametersOfTheOperation(String query, String name, String hint) {
            Answer answer = client.get("/tickets?" + query);

            if (name == null) {
                assertProblem(answer, ProblemType.MALFORMED_REQUEST, "/tickets");
                return;
            }
            assertThat(answer.violations()).containsExactly((name + " unknown_parameter").strip());
            assertThat(firstDetail(answer)).contains(hint);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "isDeleted=false&isDeleted=true",
                    "pageSize=1&pageSize=2",
                    "pageSize=1&pageSize=1",
                    "search=a&search=b",
                    "sort=priority&sort=status",
                    "createdFrom=2026-01-01T00:00:00Z&createdFrom=2026-01-02T00:00:00Z",
                    "cursor=&cursor=x",
                    "includeTotal=true&pageSize=3&includeTotal=true",
                    "search=a&se%61rch=b",
                    "dueTo=&dueTo="
                })
        void givesAParameterOfOneValueOnce(String query) {
            assertThat(client.get("/tickets?" + query).violations())
                    .anyMatch(violation -> violation.endsWith(" too_many"));
        }

        @Test
        void mayRepeatWhatHasManyValues() {
            client.get("/tickets?status=open&status=closed&tag=a&tag=b").expect(200);
            client.get("/tickets?").expect(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "=1",
                    "=",
                    "==",
                    "=%20",
                    "=&=",
                    "=open&status=open",
                    "status=open&=open",
                    "status=&=",
                    "&=1",
                    "&&=1"
                })
        void hasNoValueWithoutAName(String query) {
            Answer answer = client.get("/tickets?" + query);

            assertThat(answer.violations()).contains("unknown_parameter");
            assertThat(answer.json().get("errors").findValuesAsText("detail"))
                    .contains("is a value without a name; write name=value");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "&", "&&", "search=a=b", "search==", "search=%26=", "search=a&&status=open"})
        void mayHaveEmptyPlacesAndEqualSignsInValues(String query) {
            client.get("/tickets?" + query).expect(200);
        }

        @Test
        void isReportedWithEverythingElse() {
            assertThat(client.get("/tickets?statuss=open&pageSize=0&createdFrom=now&priority=Low&sort=")
                            .violations())
                    .containsExactlyInAnyOrder(
                            "statuss unknown_parameter",
                            "pageSize out_of_range",
                            "createdFrom wrong_type",
                            "priority unknown_value",
                            "sort too_short");
        }

        @Test
        void namesAtMostAHundredAndCountsTheRest() {
            String query =
                    IntStream.range(0, 1000).mapToObj(at -> "p" + at + "=").collect(Collectors.joining("&"));

            Answer answer = client.get("/tickets?" + query);

            assertThat(answer.violations()).hasSize(100);
            assertThat(answer.json().get("detail").asText()).contains("1000 errors", "first 100");
        }

        @Test
        void keepsADeletionFromBeingDoneInsteadOfTried() {
            String id = client.post("/tickets", ticket())
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();

            assertThat(client.send("DELETE", "/tickets/" + id + "?dryRun=true").violations())
                    .containsExactly("dryRun unknown_parameter");

            client.get("/tickets/" + id).expect(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/me",
                    "/roles",
                    "/health/live",
                    "/health/ready",
                    "/openapi.yaml",
                    "/openapi.json",
                    "/docs",
                    "/users",
                    "/accounts"
                })
        void isRefusedByEveryOperation(String path) {
            ContractClient operator = server.operator().with("x-account-id", DemoData.ACCOUNT);

            assertThat(operator.get(path + "?pretty=1").violations()).containsExactly("pretty unknown_parameter");
        }

        @Test
        void isAfterThePermission() {
            server.client(List.of("tickets:create"))
                    .get("/tickets?statuss=open")
                    .expect(403);
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/tickets?status=Open                                  | unknown_value | must be one of open, in_progress,",
                    "/tickets?priority=1                                   | unknown_value | must be one of low, medium, high, urgent",
                    "/tickets?createdFrom=2026-01-01T00:00:00+01:00        | wrong_type    | write the + of the offset as %2B",
                    "/tickets?dueTo=2026-01-01T00:00:00.123+05:30          | wrong_type    | write the + of the offset as %2B",
                    "/tickets?createdFrom=2026-01-01                       | wrong_type    | such as 2026-03-06T16:30:00Z",
                    "/tickets?createdFrom=2026-01-01T00:00:00              | wrong_type    | such as 2026-03-06T16:30:00Z",
                    "/tickets?updatedTo=1767225600                         | wrong_type    | such as 2026-03-06T16:30:00Z",
                    "/tickets?pageSize=abc                                 | wrong_type    | must be an integer from 1 to 200",
                    "/tickets?pageSize=1.5                                 | wrong_type    | must be an integer from 1 to 200",
                    "/tickets?pageSize=99999999999                         | out_of_range  | must be an integer from 1 to 200",
                    "/tickets?pageSize=                                    | wrong_type    | must have a value",
                    "/tickets?pageSize=+5                                  | wrong_type    | must be an integer from 1 to 200",
                    "/tickets?pageSize=007                                 | wrong_type    | from 1 to 200, without leading zeros",
                    "/tickets?merchantId=01001                             | wrong_type    | without leading zeros",
                    "/merchants/00                                         | wrong_type    | without leading zeros",
                    "/tickets?pageSize=٥                                   | wrong_type    | must be an integer from 1 to 200",
                    "/tickets?includeTotal=1                               | wrong_type    | must be true or false",
                    "/tickets?includeTotal=TRUE                            | wrong_type    | must be true or false",
                    "/tickets?includeTotal=                                | wrong_type    | must have a value",
                    "/tickets?merchantId=m-blue                            | wrong_type    | must be an integer",
                    "/tickets?merchantId=99999999999999999999999           | out_of_range  | must be an integer",
                    "/tickets/export?after=x                               | wrong_type    | must be an integer from 0",
                    "/merchants/m-blue                                     | wrong_type    | must be an integer from 0",
                    "/merchants/-1                                         | out_of_range  | greater than or equal to 0",
                    "/tokens/crm                                           | wrong_type    | must be a UUID, such as",
                    "/tokens/1-1-1-1-1                                     | wrong_type    | must be a UUID, such as",
                    "/tickets/TKT-1/comments/7                             | wrong_type    | must be a UUID, such as"
                })
        void areRefusedWithWhatWouldBeRight(String path, String code, String hint) {
            Answer answer = client.get(path.replace("٥", "%D9%A5"));

            assertThat(answer.violations()).singleElement().asString().endsWith(" " + code);
            assertThat(firstDetail(answer)).contains(hint);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/tickets?createdFrom=2026-01-01T00:00:00%2B01:00",
                    "/tickets?createdFrom=2026-01-01T00:00:00-01:00",
                    "/tickets?createdFrom=2026-01-01T00:00:00.5Z",
                    "/tickets?status=open&status=waiting_customer",
                    "/tickets?isDeleted=false"
                })
        void mayBeWrittenInEachOfTheirForms(String path) {
            client.get(path).expect(200);
        }
    }

    @Nested
    class Paths {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/me;               | 400 | semicolon",
                    "/me;x=y            | 400 | semicolon",
                    "/tokens;x=y        | 400 | semicolon",
                    "/tickets;a=b/TKT-1 | 400 | semicolon",
                    "/users/a;b=c       | 400 | semicolon",
                    "/users/;           | 400 | semicolon",
                    "/tickets/          | 404 | segment",
                    "/tickets//         | 404 | segment",
                    "//tickets          | 404 | segment",
                    "/tickets//comments | 404 | segment",
                    "/users/            | 404 | segment",
                    "/health/live/      | 404 | segment",
                    "/users/..          | 400 | . or ..",
                    "/users/.           | 400 | . or ..",
                    "/users/%2e%2e      | 400 | . or ..",
                    "/users/%2E         | 400 | . or ..",
                    "/users/.%2e/me     | 400 | . or ..",
                    "/./me              | 400 | . or .."
                })
        void haveOneReading(String path, int status, String detail) throws IOException {
            RawClient.Answer answer = raw("GET", path);

            assertThat(answer.status()).isEqualTo(status);
            assertThatJson(answer.body()).node("detail").asString().contains(detail);
            assertThatJson(answer.body()).node("instance").isEqualTo(path);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/users/...", "/users/a..b", "/users/%3B", "/tickets/TKT-1.", "/users/-"})
        void mayHaveDotsAndSemicolonsInIds(String path) throws IOException {
            assertThat(raw("GET", path).body())
                    .doesNotContain("malformed-request")
                    .doesNotContain("segment");
        }

        @ParameterizedTest
        @ValueSource(strings = {".", "..", "...."})
        void areNotMadeOfDotsOnly(String id) {
            assertThat(client.post("/ticket-types", "{\"id\": \"%s\", \"name\": \"Dots\"}".formatted(id))
                            .violations())
                    .containsExactly("/id invalid_format");
            assertThat(client.post(
                                    "/directory/import",
                                    "application/x-ndjson",
                                    "{\"id\": \"%s\", \"user\": {\"name\": \"Dots\", \"email\": \"dots@example.com\"}}"
                                            .formatted(id))
                            .expect(200)
                            .body())
                    .contains("invalid");
        }

        private RawClient.Answer raw(String method, String path) throws IOException {
            try (RawClient raw = new RawClient(server.uri().getPort())) {
                return raw.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .read();
            }
        }
    }

    @Nested
    class Methods {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/tickets                | GET, HEAD, OPTIONS, POST          |",
                    "/tickets/TKT-1          | DELETE, GET, HEAD, OPTIONS, PATCH | application/merge-patch+json, application/json",
                    "/users/u-ana            | DELETE, GET, HEAD, OPTIONS, PUT   |",
                    "/tickets/merge          | OPTIONS, POST                     |",
                    "/health/live            | GET, HEAD, OPTIONS                |",
                    "/accounts/2311          | GET, HEAD, OPTIONS, PATCH         | application/merge-patch+json, application/json"
                })
        void areNamedByOptionsWithoutABody(String path, String allow, String patch) {
            Answer answer =
                    client.with("Authorization", null).send("OPTIONS", path).expect(204);

            assertThat(answer.header("Allow")).isEqualTo(allow);
            assertThat(answer.header("Accept-Patch")).isEqualTo(patch);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Type")).isNull();
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "PUT    | /tickets       | GET, HEAD, OPTIONS, POST",
                    "POST   | /tickets/TKT-1 | DELETE, GET, HEAD, OPTIONS, PATCH",
                    "DELETE | /health/live   | GET, HEAD, OPTIONS"
                })
        void areNamedWithHeadByARefusal(String method, String path, String allow) {
            Answer answer = client.send(method, path);

            assertThat(answer.expect(405).header("Allow")).isEqualTo(allow);
        }

        @Test
        void arePartOfARefusalThatNoCacheKeeps() throws IOException {
            try (RawClient raw = new RawClient(server.uri().getPort())) {
                RawClient.Answer answer = raw.send("TRACE /me HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .read();

                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers())
                        .contains(
                                new RawClient.Header("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
                                new RawClient.Header("cache-control", "no-store"),
                                new RawClient.Header("x-content-type-options", "nosniff"));
            }
        }

        @Test
        void areTheSameForHeadAndGet() {
            assertThat(client.send("HEAD", "/tickets?pageSize=1").expect(200).body())
                    .isEmpty();
            client.send("HEAD", "/tickets?pagesize=1").expect(400);
        }
    }

    @Nested
    class Types {

        @Test
        void ofAPatchAreBothThatTheContractNames() {
            String id = client.post("/tickets", ticket())
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            String comment = client.post("/tickets/" + id + "/comments", "{\"content\": \"a\"}")
                    .expect(201)
                    .json()
                    .get("id")
                    .asText();

            client.patch("/tickets/" + id, "application/json", "{\"priority\": \"urgent\"}")
                    .expect(200);
            client.patch("/tickets/" + id, "application/json; charset=utf-8", "{\"tags\": null}")
                    .expect(200);
            client.patch("/tickets/" + id + "/comments/" + comment, "application/json", "{\"content\": \"b\"}")
                    .expect(200);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "PATCH | /tickets/TKT-1                | text/plain                      | application/merge-patch+json, application/json",
                    "PATCH | /tickets/TKT-1                | application/json-patch+json     | application/merge-patch+json, application/json",
                    "PATCH | /tickets/TKT-1                | application/json; charset=utf-16 | application/merge-patch+json, application/json",
                    "POST  | /tickets                      | application/x-www-form-urlencoded | application/json",
                    "POST  | /tickets                      | text/json                       | application/json",
                    "POST  | /tickets/import               | application/json                | application/x-ndjson",
                    "POST  | /tickets/TKT-1/attachments    | image/png                       | multipart/form-data",
                    "PUT   | /users/u-ana                  | application/merge-patch+json    | application/json",
                    "POST  | /business-calendars/new-york/holidays/import | text/plain       | text/calendar",
                    "PATCH | /ticket-types/terminal-support | text/plain                     | application/merge-patch+json, application/json"
                })
        void areNamedByTheRefusal(String method, String path, String type, String types) {
            Answer answer = client.send(method, path, type, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

            assertProblem(answer, ProblemType.UNSUPPORTED_MEDIA_TYPE, path);
            assertThat(answer.json().get("detail").asText()).endsWith(": " + types);
            assertThat(answer.header("Accept-Patch")).isEqualTo(method.equals("PATCH") ? types : null);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/openapi.yaml", "/tickets/export", "/docs", "/tickets", "/health/live"})
        void ofAResponseDoNotMatterIfOnlyProblemsAreAccepted(String path) {
            client.with("Accept", "application/problem+json").get(path).expect(200);
        }
    }

    @Nested
    class Cursors {

        private String cursorOf(String path) {
            return client.get(path + (path.contains("?") ? "&" : "?") + "pageSize=1")
                    .expect(200)
                    .json()
                    .get("nextCursor")
                    .asText();
        }

        @Test
        void areOfOneListOnly() {
            for (int at = 0; at < 3; at++) {
                client.post("/tickets", ticket()).expect(201);
            }
            Map<String, String> cursors = List.of(
                            "/tickets",
                            "/tickets?sort=priority",
                            "/tickets?status=open",
                            "/users",
                            "/teams",
                            "/merchants",
                            "/mids",
                            "/leads",
                            "/ticket-types",
                            "/business-calendars",
                            "/users?search=a")
                    .stream()
                    .filter(path -> client.get(path + (path.contains("?") ? "&" : "?") + "pageSize=1")
                            .json()
                            .has("nextCursor"))
                    .collect(Collectors.toMap(path -> path, this::cursorOf));
            assertThat(cursors).hasSizeGreaterThan(5);

            cursors.forEach((path, cursor) -> cursors.forEach((other, others) -> {
                String separator = path.contains("?") ? "&" : "?";
                Answer answer = client.get(path + separator + "cursor=" + others);
                if (path.equals(other)) {
                    answer.expect(200);
                } else {
                    assertThat(answer.violations()).as(path + " " + other).containsExactly("cursor invalid_format");
                }
            }));
        }

        @Test
        void doNotDependOnThePageNorOnTheOrderOfTheQuery() {
            client.post("/tickets", ticket()).expect(201);
            client.post("/tickets", ticket()).expect(201);
            String cursor = cursorOf("/tickets?status=open&status=closed&priority=medium");

            client.get("/tickets?includeTotal=true&priority=medium&status=closed&pageSize=7&status=open&cursor="
                            + cursor)
                    .expect(200);
            client.with("x-account-id", DemoData.OTHER_ACCOUNT);
        }

        @Test
        void areOfOneAccountOnly() {
            String cursor = cursorOf("/users");

            ContractClient operator = server.operator();
            assertThat(operator.with("x-account-id", DemoData.ACCOUNT)
                            .get("/users?cursor=" + cursor)
                            .status())
                    .isEqualTo(200);
            assertThat(operator.with("x-account-id", DemoData.OTHER_ACCOUNT)
                            .get("/users?cursor=" + cursor)
                            .violations())
                    .containsExactly("cursor invalid_format");
        }
    }

    @Nested
    class Permissions {

        @ParameterizedTest
        @CsvSource({
            "GET, /tickets, tickets:read",
            "GET, /accounts, accounts:manage",
            "DELETE, /tickets/TKT-1, tickets:delete",
            "GET, /users, directory:read",
            "GET, /tokens, tokens:manage"
        })
        void areNamedByTheRefusal(String method, String path, String permission) {
            Answer answer = server.client(List.of("sla:read")).send(method, path);

            assertProblem(answer, ProblemType.FORBIDDEN, path);
            JsonNode problem = answer.json();
            assertThat(problem.get("permission").asText()).isEqualTo(permission);
            assertThat(problem.get("detail").asText()).contains(permission);
        }

        @Test
        void ofAPartOfAnOperationAreNamedToo() {
            Answer answer = server.client(List.of("tickets:read"))
                    .get("/tickets?isDeleted=true")
                    .expect(403);

            assertThat(answer.json().get("permission").asText()).isEqualTo("tickets:delete");
        }

        @Test
        void areNotNamedWhereTheAccountIsTheReason() {
            Answer answer =
                    client.with("x-account-id", "elsewhere").get("/tickets").expect(403);

            assertThat(answer.json().has("permission")).isFalse();
        }
    }
}
