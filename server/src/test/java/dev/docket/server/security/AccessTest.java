package dev.docket.server.security;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Each test has its own tokens; those of the account {@code 4711} are counted, so only one test creates tokens there.
 */
class AccessTest {

    private static RunningServer server;
    private static ContractClient admin;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        admin = clientOf(new TokenGrant("admin", List.of("admin"), List.of(), List.of(DemoData.ACCOUNT), null));
        server.add(TicketTypeRows.type("vault", List.of("custom:vault"), List.of()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ContractClient clientOf(TokenGrant grant) {
        return server.bearer(server.tokens.create(grant).secret()).with("x-account-id", DemoData.ACCOUNT);
    }

    private static ContractClient operator() {
        return server.operator().with("x-account-id", DemoData.ACCOUNT);
    }

    private static String secretOf(Answer created) {
        return created.expect(201).json().get("secret").asText();
    }

    private static String idOf(Answer created) {
        return created.expect(201).json().get("id").asText();
    }

    private static ContractClient holderOf(Answer created) {
        return server.bearer(secretOf(created)).with("x-account-id", DemoData.ACCOUNT);
    }

    /** In alphabetical order, as JSON. */
    private static String names(Stream<String> permissions) {
        return permissions.sorted().map(name -> '"' + name + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    private static String detail(Answer answer) {
        return answer.json().get("detail").asText();
    }

    /** Waits until every node has dropped its cached token; a second is promised. */
    private static void assertRefusedSoon(ContractClient client) {
        Wait.until(() -> client.get("/me").status() == 401);
    }

    @Nested
    class Me {

        @Test
        void saysWhatTheCallerMayDoAndWhere() {
            TokenGrant grant = new TokenGrant(
                    "both",
                    List.of("agent"),
                    List.of("tokens:manage", "tickets:read"),
                    List.of(DemoData.OTHER_ACCOUNT, DemoData.ACCOUNT),
                    RunningServer.START.plusSeconds(3600));
            Tokens.NewToken token = server.tokens.create(grant);

            assertThatJson(server.bearer(token.secret()).get("/me").expect(200).body())
                    .isEqualTo("""
                            {
                              "tokenId": "%s",
                              "name": "both",
                              "actsAs": "agent",
                              "roles": ["agent"],
                              "permissions": %s,
                              "allAccounts": false,
                              "accounts": [{"id": "2311", "name": "Harbor Card Services"},
                                           {"id": "4711", "name": "Lakeside Payments"}],
                              "expiresAt": "2026-03-06T22:30:00Z"
                            }""".formatted(
                                    token.id(),
                                    names(Stream.concat(
                                            StandardRole.AGENT.permissions().stream(), Stream.of("tokens:manage")))));
        }

        @Test
        void saysThatAnOperatorMayUseEveryAccount() {
            JsonNode me = server.operator().get("/me").expect(200).json();

            assertThat(me.get("allAccounts").asBoolean()).isTrue();
            assertThat(me.get("accounts")).isEmpty();
            assertThat(me.has("expiresAt")).isFalse();
            assertThat(me.get("permissions").findValuesAsText("")).isEmpty();
            assertThatJson(me.get("permissions")).isArray().contains("accounts:manage");
        }

        @Test
        void isForAnyTokenThatIsInForce() {
            ContractClient bare = clientOf(new TokenGrant("x", List.of(), List.of(), List.of("2311"), null));

            bare.get("/me").expect(200);
            // The account has no effect here.
            bare.with("x-account-id", "9999").get("/me").expect(200);
            bare.with("x-account-id", null).get("/me").expect(200);
            assertProblem(new ContractClient(server.uri()).get("/me"), ProblemType.UNAUTHORIZED, "/me");
            bare.with("Accept", "text/html").get("/me").expect(406);
        }
    }

    @Nested
    class Roles {

        @Test
        void areListedForAnyToken() {
            Answer answer = clientOf(new TokenGrant("x", List.of(), List.of(), List.of("2311"), null))
                    .with("x-account-id", null)
                    .get("/roles")
                    .expect(200);

            assertThat(answer.json().get("data").findValuesAsText("name"))
                    .containsExactly("agent", "lead", "integration", "admin");
            assertThatJson(answer.body())
                    .inPath("data[0].permissions")
                    .isEqualTo(names(StandardRole.AGENT.permissions().stream()));
            new ContractClient(server.uri()).get("/roles").expect(401);
        }
    }

    @Nested
    class Create {

        @Test
        void showsTheSecretOnce() {
            Answer created = admin.post("/tokens", """
                            {"name": "Nightly import", "roles": ["integration", "integration"],
                             "permissions": ["tokens:manage", "tokens:manage"], "expiresAt": "2027-03-06T00:00:00Z"}""").expect(201);

            String id = idOf(created);
            assertThat(secretOf(created)).matches("dkt_[A-Za-z0-9_-]{43}");
            assertThat(created.header("Location")).isEqualTo("/tokens/" + id);
            Answer read = admin.get("/tokens/" + id).expect(200);
            assertThatJson(read.body()).isEqualTo("""
                    {
                      "id": "%s",
                      "name": "Nightly import",
                      "actsAs": "agent",
                      "roles": ["integration"],
                      "permissions": ["tokens:manage"],
                      "accounts": ["2311"],
                      "createdAt": "2026-03-06T21:30:00Z",
                      "expiresAt": "2027-03-06T00:00:00Z"
                    }""".formatted(id));
            assertThatJson(created.body()).whenIgnoringPaths("secret").isEqualTo(read.body());
            assertThat(created.header("ETag")).isEqualTo(read.header("ETag"));
        }

        @Test
        void givesWhatWasSaidAndNoMore() {
            ContractClient agent = holderOf(admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}"));
            ContractClient reader =
                    holderOf(admin.post("/tokens", "{\"name\": \"x\", \"permissions\": [\"tickets:read\"]}"));

            agent.post("/tickets", ticketWith("subject", "S")).expect(201);
            agent.get("/tokens").expect(403);
            reader.post("/tickets", ticketWith("subject", "S")).expect(403);
            reader.get("/tickets/TKT-999999").expect(404);
            agent.with("x-account-id", DemoData.OTHER_ACCOUNT)
                    .get("/tickets/TKT-1")
                    .expect(403);
        }

        @Test
        void saysWhosePartItsHolderHas() {
            Answer created = admin.post("/tokens", """
                    {"name": "portal", "actsAs": "requester", "requesterType": "merchant", "requesterId": "m-blue-door",
                     "roles": ["admin"]}""");
            ContractClient requester = holderOf(created);

            for (Answer answer : List.of(
                    created,
                    admin.get("/tokens/" + created.json().get("id").asText()),
                    requester.get("/me").expect(200))) {
                assertThatJson(answer.body())
                        .isObject()
                        .containsEntry("actsAs", "requester")
                        .containsEntry("requesterType", "merchant")
                        .containsEntry("requesterId", "m-blue-door");
            }
            assertProblem(
                    requester.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}"),
                    ProblemType.FORBIDDEN,
                    "/tokens");
        }

        @Test
        void isForTheAccountOfTheHeaderOnly() {
            ContractClient both = clientOf(new TokenGrant(
                    "both", List.of("admin"), List.of(), List.of(DemoData.ACCOUNT, DemoData.OTHER_ACCOUNT), null));

            assertThatJson(both.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}")
                            .expect(201)
                            .body())
                    .inPath("accounts")
                    .isEqualTo("[\"2311\"]");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}                                                          | /name required",
                    "{'name': '', 'roles': ['admin']}                            | /name too_short",
                    "{'name': 'x'}                                               | /permissions required",
                    "{'name': 'x', 'roles': ['king']}                            | /roles/0 unknown_value",
                    "{'name': 'x', 'roles': 'admin'}                             | /roles wrong_type",
                    "{'name': 'x', 'permissions': ['authenticated']}             | /permissions/0 invalid_format",
                    "{'name': 'x', 'permissions': ['a:B']}                       | /permissions/0 invalid_format",
                    "{'name': 'x', 'permissions': ['tickets:read', 'tickets:x']} | /permissions/1 unknown_value",
                    "{'name': 'x', 'permissions': ['accounts:manage']}           | /permissions/0 contradiction",
                    "{'name': 'x', 'actsAs': 'system', 'roles': ['agent']}       | /actsAs unknown_value",
                    "{'name': 'x', 'roles': ['agent'], 'expiresAt': 'soon'}      | /expiresAt wrong_type",
                    "{'name': 'x', 'roles': ['agent'], 'expiresAt': '2026-03-06T21:30:00Z'} | /expiresAt out_of_range",
                    "{'name': 'x', 'roles': ['agent'], 'expiresAt': '2126-03-01T00:00:00Z'} | /expiresAt out_of_range",
                    "{'name': 'x', 'roles': ['agent'], 'accounts': []}           | /accounts too_short",
                    "{'name': 'x', 'roles': ['agent'], 'accounts': ['4711']}     | /accounts/0 unknown_value",
                    "{'name': 'x', 'roles': ['agent'], 'secret': 'dkt_x'}        | /secret unknown_property",
                    "{'name': 'x', 'roles': ['agent'], 'requesterType': 'lead'}  | /requesterType contradiction",
                    "{'name': 'x', 'roles': ['agent'], 'requesterId': '7'}       | /requesterId contradiction",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'lead'} | /requesterId required",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterId': '7'} | /requesterType required",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'lead', 'requesterId': '404'} | /requesterId unknown_reference",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'merchant', 'requesterId': '01001'} | /requesterId unknown_reference",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'user', 'requesterId': 'u-ana'} | /requesterId unknown_reference",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'external', 'requesterId': 'sam'} | /requesterId invalid_format",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'external', 'requesterId': 'Erased@erased.invalid'} | /requesterId invalid_format",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'king', 'requesterId': '7'} | /requesterType unknown_value",
                    "{'name': 'x', 'roles': ['agent'], 'actsAs': 'requester', 'requesterType': 'merchant', 'requesterId': '1001', 'accounts': ['*']} | /accounts contradiction",
                })
        void refusesWhatCannotBe(String token, String violation) {
            assertThat(admin.post("/tokens", token.replace('\'', '"')).violations())
                    .contains(violation)
                    .allMatch(other -> other.equals(violation) || other.startsWith("/permissions/0 "));
        }

        @Test
        void reportsEverythingThatIsWrong() {
            assertThat(admin.post("/tokens", """
                            {"name": "x", "permissions": ["tickets:everything", "accounts:manage"],
                             "expiresAt": "2020-01-01T00:00:00Z"}""").violations())
                    .containsExactly(
                            "/permissions/0 unknown_value", "/permissions/1 contradiction", "/expiresAt out_of_range");
        }

        @Test
        void needsItsPermissionAndABody() {
            ContractClient all = server.client(Operations.permissions().stream()
                    .filter(permission -> !permission.equals("tokens:manage"))
                    .toList());

            assertProblem(
                    all.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}"), ProblemType.FORBIDDEN, "/tokens");
            admin.post("/tokens", "text/plain", "x").expect(415);
            admin.with("x-account-id", null)
                    .post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}")
                    .expect(400);
        }
    }

    @Nested
    class ATokenCannotGrantWhatItDoesNotHave {

        private final List<String> managers = List.of("tokens:manage", "tickets:read", "ticket-types:read");
        private final ContractClient manager = server.client(managers);

        @Test
        void notAPermission() {
            Answer refused = manager.post("/tokens", """
                    {"name": "x", "permissions": ["tickets:read", "tickets:create", "ticket-types:write"]}""");

            assertProblem(refused, ProblemType.FORBIDDEN, "/tokens");
            assertThat(detail(refused))
                    .isEqualTo("the token cannot grant permissions that it does not have: ticket-types:write,"
                            + " tickets:create");
            manager.post("/tokens", "{\"name\": \"x\", \"permissions\": [\"tickets:read\", \"tokens:manage\"]}")
                    .expect(201);
        }

        @Test
        void notARole() {
            assertThat(detail(manager.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}")
                            .expect(403)))
                    .isEqualTo("the token cannot grant permissions that it does not have: "
                            + StandardRole.AGENT.permissions().stream()
                                    .filter(permission -> !managers.contains(permission))
                                    .collect(Collectors.joining(", ")));
        }

        @Test
        void notByATokenThatItGranted() {
            ContractClient granted =
                    holderOf(manager.post("/tokens", "{\"name\": \"x\", \"permissions\": [\"tokens:manage\"]}"));

            granted.post("/tokens", "{\"name\": \"x\", \"permissions\": [\"tickets:read\"]}")
                    .expect(403);
        }

        @Test
        void notEveryAccount() {
            assertThat(detail(admin.post("/tokens", """
                                    {"name": "x", "roles": ["agent"], "accounts": ["*"]}""").expect(403)))
                    .isEqualTo("only a token for all accounts can create a token for all accounts");
            assertThatJson(operator().post("/tokens", """
                                    {"name": "x", "permissions": ["accounts:manage"], "accounts": ["*"]}""").expect(201).body())
                    .inPath("accounts")
                    .isEqualTo("[\"*\"]");
        }

        @Test
        void notAnAccountOfOthers() {
            admin.with("x-account-id", DemoData.OTHER_ACCOUNT)
                    .post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}")
                    .expect(403);
        }

        @ParameterizedTest
        @CsvSource({
            "2026-03-07T21:30:00Z, 201",
            "2026-03-06T22:00:00Z, 201",
            "2026-03-07T21:30:00.000000001Z, 403",
            ", 403"
        })
        void notALongerLife(String expiresAt, int status) {
            ContractClient brief = clientOf(new TokenGrant(
                    "brief",
                    List.of("admin"),
                    List.of(),
                    List.of(DemoData.ACCOUNT),
                    RunningServer.START.plus(Duration.ofDays(1))));
            String end = expiresAt == null ? "" : ", \"expiresAt\": \"%s\"".formatted(expiresAt);

            Answer answer = brief.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]%s}".formatted(end))
                    .expect(status);

            if (status == 403) {
                assertProblem(answer, ProblemType.FORBIDDEN, "/tokens");
                assertThat(detail(answer)).endsWith("expiresAt must not be after 2026-03-07T21:30:00Z");
            }
        }

        @Test
        void notOnceItIsRevoked() {
            Answer created = admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"admin\"]}");
            ContractClient fallen = holderOf(created);
            fallen.post("/tokens", "{\"name\": \"x\", \"roles\": [\"admin\"]}").expect(201);
            admin.delete("/tokens/" + idOf(created)).expect(204);

            assertRefusedSoon(fallen);
            fallen.post("/tokens", "{\"name\": \"x\", \"roles\": [\"admin\"]}").expect(401);
        }
    }

    @Nested
    class PermissionOfATicketType {

        private static final String TOKEN =
                "{\"name\": \"x\", \"permissions\": [\"custom:vault\", \"tickets:create\"]}";

        @Test
        void isGrantedByACallerThatMayWriteTicketTypes() {
            ContractClient holder = holderOf(admin.post("/tokens", TOKEN));

            holder.post("/tickets", ticketWith("ticketTypeId", "vault")).expect(201);
            admin.post("/tickets", ticketWith("ticketTypeId", "vault")).expect(403);
        }

        @Test
        void isGrantedByACallerThatHasIt() {
            List<String> own = List.of("custom:vault", "tickets:create", "tokens:manage");

            server.client(own).post("/tokens", TOKEN).expect(201);
            assertThat(detail(server.client(own.subList(1, 3))
                            .post("/tokens", TOKEN)
                            .expect(403)))
                    .endsWith(": custom:vault");
        }

        @Test
        void isUnknownWhereNoTypeAsksForIt() {
            assertThat(operator()
                            .with("x-account-id", DemoData.OTHER_ACCOUNT)
                            .post("/tokens", TOKEN)
                            .violations())
                    .containsExactly("/permissions/0 unknown_value");
            operator()
                    .with("x-account-id", DemoData.OTHER_ACCOUNT)
                    .post("/tokens", TOKEN.replace("}", ", \"accounts\": [\"*\"]}"))
                    .expect(201);
        }
    }

    @Nested
    class ListThem {

        @Test
        void byTheirIdsInPages() {
            ContractClient other = server.clientOf(DemoData.OTHER_ACCOUNT);
            List<String> ids = new ArrayList<>(
                    other.get("/tokens").expect(200).json().get("data").findValuesAsText("id"));
            for (int i = 0; i < 4; i++) {
                ids.add(idOf(other.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}")));
            }

            List<String> listed = new ArrayList<>();
            String cursor = "";
            int pages = 0;
            while (cursor != null) {
                JsonNode page = other.get("/tokens?pageSize=2&includeTotal=true" + cursor)
                        .expect(200)
                        .json();
                listed.addAll(page.get("data").findValuesAsText("id"));
                assertThat(page.get("total").asInt()).isEqualTo(ids.size());
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : null;
                pages++;
            }

            assertThat(listed).containsExactlyElementsOf(ids).isSorted();
            assertThat(pages).isEqualTo((ids.size() + 1) / 2);
            assertThat(other.get("/tokens?cursor=W10").violations()).containsExactly("cursor invalid_format");
            assertThat(other.get("/tokens?pageSize=0").violations()).containsExactly("pageSize out_of_range");
        }

        @Test
        void neverShowsASecret() {
            String secret = secretOf(admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}"));

            assertThat(admin.get("/tokens?pageSize=200").expect(200).body())
                    .doesNotContain("dkt_", "secret", secret.substring(4));
        }

        @Test
        void showsWhenTheyWereUsedAndRevoked() {
            Answer created = admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}");
            String path = "/tokens/" + idOf(created);
            String unused = admin.get(path).header("ETag");

            holderOf(created).get("/me").expect(200);
            String used = admin.get(path).header("ETag");
            admin.delete(path).expect(204);

            Answer read = admin.get(path).expect(200);
            assertThatJson(read.only("lastUsedAt", "revokedAt")).isEqualTo("""
                    {"lastUsedAt": "2026-03-06T21:30:00Z", "revokedAt": "2026-03-06T21:30:00Z"}""");
            assertThat(List.of(unused, used, read.header("ETag"))).doesNotHaveDuplicates();
        }
    }

    /** A token is visible to callers that may use each of its accounts. */
    @Nested
    class TokenOfOthers {

        private static String create(String... accounts) {
            return server.tokens
                    .create("x", List.of("tickets:read"), List.of(accounts), null)
                    .id()
                    .toString();
        }

        @ParameterizedTest
        @ValueSource(strings = {"4711", "2311,4711", "*"})
        void isLikeOneThatDoesNotExist(String accounts) {
            String id = create(accounts.split(","));
            String missing = UUID.randomUUID().toString();
            ContractClient named = admin.with("X-Request-Id", "the-same");

            for (String method : List.of("GET", "DELETE")) {
                Answer refused = named.send(method, "/tokens/" + id).expect(404);
                assertThat(refused.body())
                        .isEqualTo(named.send(method, "/tokens/" + missing)
                                .expect(404)
                                .body()
                                .replace(missing, id));
            }
            assertThat(admin.get("/tokens?pageSize=200").json().get("data").findValuesAsText("id"))
                    .doesNotContain(id);
            assertThat(server.tokens.list())
                    .filteredOn(token -> token.id().toString().equals(id))
                    .allMatch(token -> token.revokedAt() == null);
        }

        @Test
        void isVisibleToACallerThatMayUseAllItsAccounts() {
            ContractClient both = clientOf(new TokenGrant(
                    "both", List.of("admin"), List.of(), List.of(DemoData.ACCOUNT, DemoData.OTHER_ACCOUNT), null));

            both.get("/tokens/" + create("2311", "4711")).expect(200);
            both.get("/tokens/" + create("*")).expect(404);
            both.get("/tokens/" + create("4711")).expect(404);
            both.with("x-account-id", "4711").get("/tokens/" + create("4711")).expect(200);
            for (String accounts : List.of("2311", "2311,4711", "*")) {
                String id = create(accounts.split(","));
                operator().get("/tokens/" + id).expect(200);
                operator().delete("/tokens/" + id).expect(204);
            }
        }

        @Test
        void isNamedByItsId() {
            assertThat(admin.get("/tokens/1").violations()).containsExactly("tokenId wrong_type");
        }
    }

    @Nested
    class Revoke {

        @Test
        void isInForceOnEveryNodeWithinASecond() {
            try (RunningServer node = server.beside()) {
                Answer created = admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}");
                ContractClient there =
                        new ContractClient(node.uri()).with("Authorization", "Bearer " + secretOf(created));
                there.get("/me").expect(200);

                admin.delete("/tokens/" + idOf(created)).expect(204);
                Instant revoked = Instant.now();
                // Requests that began in the first second may succeed; requests that begin after it may not.
                Instant asked = revoked;
                Answer answer = there.get("/me");
                while (answer.status() == 200) {
                    assertThat(asked).isBefore(revoked.plus(Duration.ofSeconds(1)));
                    asked = Instant.now();
                    answer = there.get("/me");
                }

                assertProblem(answer, ProblemType.UNAUTHORIZED, "/me");
                assertRefusedSoon(holderOf(created));
            }
        }

        @Test
        void changesNothingASecondTime() {
            String path = "/tokens/" + idOf(admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}"));
            admin.delete(path).expect(204);
            Answer before = admin.get(path);

            admin.delete(path).expect(204);

            assertThat(admin.get(path).body()).isEqualTo(before.body());
            assertThat(admin.get(path).header("ETag")).isEqualTo(before.header("ETag"));
        }

        @Test
        void mayBeOfTheCallerItself() {
            Answer created = admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"admin\"]}");
            ContractClient self = holderOf(created);

            self.delete("/tokens/" + idOf(created)).expect(204);

            assertRefusedSoon(self);
        }

        @Test
        void isDoneToTheVersionThatWasSeen() {
            Answer created = admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}");
            String path = "/tokens/" + idOf(created);
            String seen = created.header("ETag");
            admin.with("If-None-Match", seen).get(path).expect(304);

            admin.with("If-Match", "\"7\"").delete(path).expect(412);
            // A use is not a change.
            holderOf(created).get("/me").expect(200);
            admin.with("If-None-Match", seen).get(path).expect(200);
            admin.with("If-Match", seen).delete(path).expect(204);
            admin.with("If-Match", seen).delete(path).expect(412);
        }
    }

    @Nested
    class Secret {

        @Test
        void isInNoLog() {
            Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
            Level level = root.getLevel();
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            root.addAppender(log);
            root.setLevel(Level.DEBUG);
            String secret;
            try {
                Answer created = admin.post("/tokens", "{\"name\": \"x\", \"roles\": [\"agent\"]}");
                secret = secretOf(created);
                holderOf(created).get("/me").expect(200);
                holderOf(created).get("/tokens").expect(403);
            } finally {
                root.setLevel(level);
                root.detachAppender(log);
            }

            // The client's own logs are not those of the service.
            assertThat(new ArrayList<>(log.list))
                    .filteredOn(event -> !event.getLoggerName().startsWith("com.atlassian"))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(message -> message.contains(secret.substring(4)));
        }
    }
}
