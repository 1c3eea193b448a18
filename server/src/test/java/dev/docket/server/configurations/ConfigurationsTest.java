package dev.docket.server.configurations;

import static java.util.Comparator.comparing;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The behaviour of every kind of configuration. That of a single kind is in the tests of its operations. */
@ParameterizedClass
@EnumSource
class ConfigurationsTest {

    /** The properties that the server adds. */
    private static final String[] MADE = {
        "version",
        "createdAt",
        "createdBy",
        "updatedBy",
        "updatedAt",
        "ticketTypeIds",
        "userRotationArray[*].email",
        "userRotationArray[*].name",
        "userRotationArray[*].openTickets",
        "currentPosition",
        "turns",
        "waitingTickets"
    };

    private static RunningServer server;

    @Parameter
    private SampleConfiguration sample;

    private String account;
    private ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        account = server.nextDemo();
        client = server.clientOf(account);
    }

    private Answer create() {
        return client.post(sample.collection, sample.everything).expect(201);
    }

    private Answer read() {
        return client.get(sample.path).expect(200);
    }

    private static String detail(Answer refusal, int status) {
        return refusal.expect(status).json().get("detail").asText();
    }

    @Nested
    class Create {

        @Test
        void keepsEverything() {
            Answer created = create();

            assertThat(server.uri().resolve(created.header("Location")))
                    .isEqualTo(server.uri().resolve(sample.path));
            assertThatJson(created.body()).whenIgnoringPaths(MADE).isEqualTo(sample.everything);
            assertThatJson(created.only("createdAt", "updatedAt")).isEqualTo("""
                    {"createdAt": "2026-03-06T21:30:00Z", "updatedAt": "2026-03-06T21:30:00Z"}""");
            assertThat(read().json()).isEqualTo(created.json());
            assertThat(read().header("ETag")).isEqualTo(created.header("ETag"));
        }

        @Test
        void makesAnIdIfNoneIsGiven() {
            Answer created = client.post(sample.collection, sample.withoutId()).expect(201);

            assertThat(created.json().get("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
        }

        @Test
        void isRefusedForAnIdThatIsTaken() {
            create();

            assertThat(detail(client.post(sample.collection, sample.everything), 409))
                    .isEqualTo("the %s '%s' exists already".formatted(sample.name, sample.id));
        }

        @Test
        void mayHaveTheIdOfAnotherAccounts() {
            server.clientOf(server.nextDemo())
                    .post(
                            sample.collection,
                            sample.everything.replaceFirst("\"name\": \"[^\"]*\"", "\"name\": \"Theirs\""))
                    .expect(201);
            Answer created = create();

            assertThat(read().json()).isEqualTo(created.json());
        }
    }

    @Nested
    class Update {

        @Test
        void changesWhatIsSaidAndNothingElse() {
            Answer created = create();
            server.clock.advance(Duration.ofMinutes(1));

            Answer changed =
                    client.patch(sample.path, "{\"name\": \"Renamed\"}").expect(200);

            assertThatJson(changed.body())
                    .whenIgnoringPaths("name", "updatedAt", "updatedBy")
                    .isEqualTo(created.body());
            assertThatJson(changed.only("name", "updatedAt")).isEqualTo("""
                    {"name": "Renamed", "updatedAt": "2026-03-06T21:31:00Z"}""");
            assertThat(read().json()).isEqualTo(changed.json());
        }

        @Test
        void hasNoEffectIfNothingIsDifferent() {
            Answer before = create();
            server.clock.advance(Duration.ofMinutes(1));

            for (String same : List.of("{}", sample.withoutId(), sample.same)) {
                Answer after = client.patch(sample.path, same).expect(200);
                assertThat(after.json()).isEqualTo(before.json());
                assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
            }
        }

        @Test
        void isHeldToTheContractAsAWhole() {
            assertThat(client.patch(sample.ofDemo, "{\"id\": \"x\", \"name\": null, \"createdAt\": 1, \"x\": 1}")
                            .violations())
                    .containsExactlyInAnyOrder(
                            "/id unknown_property",
                            "/name required",
                            "/createdAt unknown_property",
                            "/x unknown_property");
        }

        @Test
        void refusesWhatIsNoPatch() {
            for (String body : List.of("[]", "null", "1", "\"a\"", "", "{", "{\"name\": \"a\", \"name\": \"b\"}")) {
                assertThat(client.patch(sample.ofDemo, body).violations())
                        .hasSize(1)
                        .allMatch(violation -> violation.equals("malformed") || violation.equals("required"));
            }
        }

        @Test
        void mayBeSentAsPlainJson() {
            create();

            client.patch(sample.path, "application/json", "{\"name\": \"Plain\"}")
                    .expect(200);

            assertThat(read().json().get("name").asText()).isEqualTo("Plain");
            client.patch(sample.path, "text/plain", "{}").expect(415);
        }
    }

    @Nested
    class Delete {

        @Test
        void isForGood() {
            create();

            client.delete(sample.path).expect(204);

            client.get(sample.path).expect(404);
            client.delete(sample.path).expect(404);
        }
    }

    @Nested
    class EntityTag {

        @Test
        void namesAVersion() {
            String first = create().header("ETag");

            String second = client.patch(sample.path, "{\"name\": \"Other\"}").header("ETag");

            assertThat(second).isNotEqualTo(first).isEqualTo(read().header("ETag"));
        }

        @Test
        void letsAReaderKeepWhatItHas() {
            String tag = create().header("ETag");

            for (String same : List.of(tag, "W/" + tag, "*", "\"other\", " + tag)) {
                Answer answer =
                        client.with("If-None-Match", same).get(sample.path).expect(304);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.header("ETag")).isEqualTo(tag);
            }
            client.with("If-None-Match", "\"other\"").get(sample.path).expect(200);
        }

        @Test
        void letsAChangeMissNoOther() {
            String path = sample.path;
            String seen = create().header("ETag");
            client.with("If-Match", seen).patch(path, "{\"name\": \"First\"}").expect(200);

            for (String stale : List.of(seen, "\"99\"", "nonsense", "W/\"2\"")) {
                client.with("If-Match", stale)
                        .patch(path, "{\"name\": \"Second\"}")
                        .expect(412);
                client.with("If-Match", stale).delete(path).expect(412);
            }
            assertThat(read().json().get("name").asText()).isEqualTo("First");
            client.with("If-Match", "*").patch(path, "{\"name\": \"Second\"}").expect(200);
            client.with("If-Match", "\"1\", \"3\"").delete(path).expect(204);
        }
    }

    @Nested
    class ListThem {

        @Test
        void inPagesInTheirOrder() {
            List<String> ids = List.of("d", "b", "z", "a", "c");
            for (int i = 0; i < ids.size(); i++) {
                client.post(sample.collection, sample.another(ids.get(i), 20 - i % 2 * 40))
                        .expect(201);
            }

            List<JsonNode> all = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                JsonNode page = client.get(sample.collection + "?pageSize=3&includeTotal=true" + cursor)
                        .expect(200)
                        .json();
                page.get("data").forEach(all::add);
                assertThat(page.get("data").size()).isBetween(1, 3);
                assertThat(page.has("nextCursor"))
                        .isEqualTo(all.size() < page.get("total").asInt());
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : null;
            }

            assertThat(all)
                    .hasSize(ids.size() + (sample == SampleConfiguration.TICKET_TYPE ? 2 : 1))
                    .isSortedAccordingTo(
                            comparing((JsonNode one) -> one.path("sortOrder").asInt())
                                    .thenComparing(one -> one.get("id").asText()));
            assertThat(all)
                    .extracting(one -> one.get("id").asText())
                    .containsAll(ids)
                    .doesNotHaveDuplicates();
            assertThat(client.get(sample.collection).expect(200).json().has("total"))
                    .isFalse();
        }

        @Test
        void refusesACursorThatItDidNotGive() {
            for (String cursor : List.of("x", "W10", "WyIxIl0", "WyJhIiwiYiJd", "WyIxIiwiXHUwMDAwIl0", "bnVsbA")) {
                assertThat(client.get(sample.collection + "?cursor=" + cursor).violations())
                        .containsExactly("cursor invalid_format");
            }
        }

        @Test
        void refusesWhatBreaksTheContract() {
            for (String refused : List.of(
                    "pageSize=0 out_of_range",
                    "pageSize=201 out_of_range",
                    "pageSize=x wrong_type",
                    "pageSize=99999999999 out_of_range",
                    "includeTotal=maybe wrong_type",
                    "includeTotal= wrong_type",
                    "cursor= too_short")) {
                String query = refused.split(" ")[0];
                assertThat(client.get(sample.collection + "?" + query).violations())
                        .containsExactly(refused.replaceFirst("=[^ ]*", ""));
            }
        }
    }

    @Test
    void areTheAccountsOwn() {
        ContractClient other = server.clientOf(server.nextEmptyAccount());

        other.get(sample.ofDemo).expect(404);
        other.patch(sample.ofDemo, "{}").expect(404);
        other.delete(sample.ofDemo).expect(404);
        assertThatJson(other.get(sample.collection).expect(200).body()).isEqualTo("{\"data\": []}");
        assertThat(detail(client.get(sample.collection + "/none"), 404))
                .isEqualTo("there is no %s 'none' in this account".formatted(sample.name));
        client.patch(sample.collection + "/none", "{}").expect(404);
        client.delete(sample.collection + "/none").expect(404);
    }

    @Test
    void needPermissions() {
        ContractClient reader = server.client(account, List.of(sample.scope + ":read"));
        // The writer of a rule also needs what the rule does.
        ContractClient writer = server.client(
                account,
                List.of(
                        sample.scope + ":write",
                        "tickets:comment",
                        "tickets:escalate",
                        "tickets:notes",
                        "tickets:read",
                        "tickets:update"));

        reader.get(sample.ofDemo).expect(200);
        reader.get(sample.collection).expect(200);
        reader.patch(sample.ofDemo, "{}").expect(403);
        reader.delete(sample.ofDemo).expect(403);
        reader.post(sample.collection, "{}").expect(403);
        writer.get(sample.ofDemo).expect(403);
        writer.get(sample.collection).expect(403);
        writer.patch(sample.ofDemo, "{}").expect(200);
    }
}
