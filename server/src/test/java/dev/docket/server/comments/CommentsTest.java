package dev.docket.server.comments;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.TokenGrant;
import dev.docket.server.security.TokenRequester;
import dev.docket.server.security.Tokens;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import net.javacrumbs.jsonunit.core.Option;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommentsTest {

    private static final String NOBODY = "019a3f0e-0000-7000-8000-00000000dead";

    /** The requester of {@link dev.docket.server.testing.TicketJson#ticket}. */
    private static final TokenRequester SAM = new TokenRequester("external", "sam.reed@example.com");

    private static RunningServer server;
    private static Tokens.NewToken anasToken;
    private static ContractClient ana;
    private static ContractClient lead;
    private static ContractClient reader;
    private static ContractClient requester;

    private String ticket;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        anasToken = server.tokens.create(grant("Ana", null, List.of("agent"), List.of()));
        ana = holder(anasToken);
        lead = holder(server.tokens.create(grant("Lea", null, List.of("lead"), List.of())));
        reader = server.client(List.of("tickets:read", "tickets:comment", "tickets:moderate"));
        requester = holder(server.tokens.create(grant("Rosa", SAM, List.of(), Operations.permissions())));
    }

    private static TokenGrant grant(
            String name, @Nullable TokenRequester requester, List<String> roles, List<String> permissions) {
        return new TokenGrant(name, requester, roles, permissions, List.of(DemoData.ACCOUNT), null);
    }

    private static ContractClient holder(Tokens.NewToken token) {
        return server.bearer(token.secret()).with("x-account-id", DemoData.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createTicket() {
        server.clock.set(RunningServer.START);
        ticket = create(ana, ticket());
        server.clock.advance(Duration.ofMinutes(10));
    }

    private static String create(ContractClient by, String json) {
        return "/tickets/"
                + by.post("/tickets", json).expect(201).json().get("uniqueId").asText();
    }

    private Answer comment(ContractClient by, String json) {
        return by.post(ticket + "/comments", json);
    }

    /** @return the path of the comment */
    private String say(ContractClient by, String content) {
        return path(comment(by, "{\"content\": \"" + content + "\"}"));
    }

    private String note(ContractClient by, String content) {
        return path(comment(by, "{\"content\": \"" + content + "\", \"isInternal\": true}"));
    }

    private String path(Answer added) {
        return ticket + "/comments/" + added.expect(201).json().get("id").asText();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private JsonNode stored() {
        return ana.get(ticket).expect(200).json();
    }

    private void set(String status) {
        lead.patch(ticket, "{\"status\": \"" + status + "\"}").expect(200);
    }

    private JsonNode history() {
        return ana.get(ticket + "/history").expect(200).json().get("data");
    }

    private JsonNode lastEntry() {
        JsonNode entries = history();
        return entries.get(entries.size() - 1);
    }

    private static List<String> contents(Answer list) {
        List<String> contents = new ArrayList<>();
        list.expect(200)
                .json()
                .get("data")
                .forEach(entry -> contents.add(entry.path("content").asText()));
        return contents;
    }

    private static String next(Answer page) {
        return "cursor=" + page.json().get("nextCursor").asText();
    }

    @Nested
    class Add {

        @Test
        void storesIt() {
            Answer added = comment(ana, """
                            {"content": "A *new* one", "mentions": ["u-ben", "u-cho", "u-ben"]}""").expect(201);

            String id = added.json().get("id").asText();
            assertThatJson(added.body()).isEqualTo("""
                    {
                      "id": "%s",
                      "ticketId": "%s",
                      "isInternal": false,
                      "author": {"type": "agent", "id": "%s", "name": "Ana"},
                      "content": "A *new* one",
                      "contentHtml": "<p>A <em>new</em> one</p>\\n",
                      "mentions": ["u-ben", "u-cho"],
                      "version": 1,
                      "createdAt": "2026-03-06T21:40:00Z",
                      "updatedAt": "2026-03-06T21:40:00Z"
                    }""".formatted(id, id(ticket), anasToken.id()));
            assertThat(UUID.fromString(id).version()).isEqualTo(7);
            assertThat(added.header("Location")).isEqualTo(ticket + "/comments/" + id);
            assertThat(added.header("ETag")).isEqualTo("\"1\"");
            assertThat(reader.get(ticket + "/comments/" + id).expect(200).body())
                    .isEqualTo(added.body());
        }

        @Test
        void takesAnyOfTheIdsOfTheTicket() {
            JsonNode stored = stored();

            for (String name : List.of("id", "ticketNumber")) {
                assertThatJson(ana.post("/tickets/" + stored.get(name).asText() + "/comments", "{\"content\": \"x\"}")
                                .expect(201)
                                .body())
                        .inPath("ticketId")
                        .isEqualTo(id(ticket));
            }
        }

        @Test
        void entersTheHistoryWithoutItsText() {
            String comment = note(ana, "They are not to know");

            assertThatJson(lastEntry().toString())
                    .whenIgnoringPaths("requestId")
                    .isEqualTo("""
                    {
                      "number": 2,
                      "at": "2026-03-06T21:40:00Z",
                      "action": "commented",
                      "actor": {"type": "agent", "id": "%s", "name": "Ana"},
                      "depth": 0,
                      "before": {"internalNoteCount": 0},
                      "after": {"internalNoteCount": 1, "commentId": "%s", "isInternal": true}
                    }""".formatted(anasToken.id(), id(comment)));
        }

        @Test
        void ofAnAgentIsAResponse() {
            say(ana, "At once");
            server.clock.advance(Duration.ofMinutes(7));
            say(lead, "And again");

            assertThatJson(stored().toString())
                    .when(Option.IGNORING_EXTRA_FIELDS)
                    .isEqualTo("""
                    {"status": "open", "lastResponseAt": "2026-03-06T21:47:00Z", "slaFirstResponseMet": true,
                     "firstResponseTime": 10, "responseCount": 2, "internalNoteCount": 0}""");
            assertThat(stored().has("lastCustomerResponseAt")).isFalse();
            assertThatJson(ana.get(ticket + "/sla").expect(200).body())
                    .inPath("firstResponse.isRunning")
                    .isEqualTo(false);
        }

        @Test
        void thatComesTooLateIsAResponseAllTheSame() {
            // Of four business hours, half an hour is left on this Friday.
            server.clock.advance(Duration.ofDays(4));
            say(ana, "Sorry");

            assertThat(stored().get("slaFirstResponseMet").asBoolean(true)).isFalse();
            assertThat(history().findValuesAsText("action"))
                    .containsSubsequence("created", "sla_breached", "commented");
        }

        @Test
        void asAnInternalNoteIsNoResponse() {
            note(ana, "Who is this?");

            assertThatJson(stored().toString())
                    .isObject()
                    .doesNotContainKeys(
                            "lastResponseAt", "lastCustomerResponseAt", "firstResponseTime", "slaFirstResponseMet");
            assertThatJson(stored().toString())
                    .when(Option.IGNORING_EXTRA_FIELDS)
                    .isEqualTo("{\"responseCount\": 0, \"internalNoteCount\": 1}");
        }

        @Test
        void ofTheRequesterIsTheCustomersResponse() {
            Answer added = comment(requester, "{\"content\": \"Hello?\"}").expect(201);

            assertThatJson(added.body()).inPath("author.type").isEqualTo("requester");
            assertThatJson(stored().toString())
                    .when(Option.IGNORING_EXTRA_FIELDS)
                    .isEqualTo("{\"lastCustomerResponseAt\": \"2026-03-06T21:40:00Z\", \"responseCount\": 1}");
            assertThatJson(stored().toString())
                    .isObject()
                    .doesNotContainKeys("lastResponseAt", "firstResponseTime", "slaFirstResponseMet");
            assertThat(lastEntry().at("/actor/type").asText()).isEqualTo("requester");
        }

        @ParameterizedTest
        @CsvSource({
            "open, open, 0",
            "in_progress, in_progress, 0",
            "waiting_internal, waiting_internal, 0",
            "waiting_customer, open, 0",
            "resolved, open, 1"
        })
        void ofTheRequesterBringsTheTicketBack(String status, String becomes, int reopened) {
            set(status);
            // It does not have the permission to reopen.
            ContractClient portal =
                    holder(server.tokens.create(grant("portal", SAM, List.of(), List.of("tickets:comment"))));

            say(portal, "Still not right");

            JsonNode stored = stored();
            assertThat(stored.get("status").asText()).isEqualTo(becomes);
            assertThat(stored.get("reopenCount").asInt()).isEqualTo(reopened);
            assertThat(stored.has("resolvedAt")).isFalse();
            assertThat(stored.get("slaStatus").asText()).isEqualTo("on_time");
            JsonNode entry = lastEntry();
            assertThat(entry.get("action").asText()).isEqualTo("commented");
            assertThat(entry.at("/after/status").asText()).isEqualTo(becomes.equals(status) ? "" : becomes);
            assertThat(entry.get("number").asInt()).isEqualTo(status.equals("open") ? 2 : 3);
        }

        @ParameterizedTest
        @CsvSource({"waiting_customer", "resolved"})
        void ofAnAgentLeavesTheStatus(String status) {
            set(status);
            say(ana, "Done");

            assertThat(stored().get("status").asText()).isEqualTo(status);
        }

        @Test
        void isRefusedOnAClosedTicket() {
            set("closed");

            for (ContractClient client : List.of(ana, requester)) {
                assertProblem(comment(client, "{\"content\": \"x\"}"), ProblemType.CONFLICT, ticket + "/comments");
            }
            assertThat(stored().get("responseCount").asInt()).isZero();
        }

        @Test
        void isRefusedOnADeletedTicket() {
            lead.delete(ticket).expect(204);

            comment(ana, "{\"content\": \"x\"}").expect(404);
        }

        @Test
        void isRefusedWithoutThePermissionOfTheTicketsType() {
            server.add(TicketTypeRows.type("secret", List.of("tickets:moderate"), List.of()));
            String comments = create(lead, ticketWith("ticketTypeId", "secret")) + "/comments";

            ana.post(comments, "{\"content\": \"x\"}").expect(404);
            ana.get(comments).expect(404);
            lead.post(comments, "{\"content\": \"x\"}").expect(201);
        }

        @Test
        void refusesInternalNotesWithoutThePermission() {
            for (ContractClient client : List.of(requester, reader)) {
                assertProblem(
                        comment(client, "{\"content\": \"x\", \"isInternal\": true}"),
                        ProblemType.FORBIDDEN,
                        ticket + "/comments");
            }
            assertThat(stored().get("internalNoteCount").asInt()).isZero();
        }

        @Test
        void refusesToMentionAnUnknownUser() {
            assertThat(comment(ana, "{\"content\": \"x\", \"mentions\": [\"u-ben\", \"u-unknown\", \"m-blue-door\"]}")
                            .violations())
                    .containsExactly("/mentions/1 unknown_reference", "/mentions/2 unknown_reference");
            assertThat(stored().get("responseCount").asInt()).isZero();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{}                                    | /content required",
                    "{'content': ''}                       | /content too_short",
                    "{'content': 7}                        | /content wrong_type",
                    "{'content': 'x', 'isInternal': 'yes'} | /isInternal wrong_type",
                    "{'content': 'x', 'mentions': 'u-ben'} | /mentions wrong_type",
                    "{'content': 'x', 'mentions': ['u b']} | /mentions/0 invalid_format",
                    "{'content': 'x', 'author': 'me'}      | /author unknown_property"
                })
        void refusesWhatBreaksTheContract(String json, String violation) {
            assertThat(comment(ana, json.replace('\'', '"')).violations()).contains(violation);
        }

        @Test
        void takesAsMuchAsItSays() {
            say(ana, "x".repeat(65_536));
            assertThat(comment(ana, "{\"content\": \"" + "x".repeat(65_537) + "\"}")
                            .violations())
                    .containsExactly("/content too_long");
            String many = String.join(",", Collections.nCopies(51, "\"u-ben\""));
            assertThat(comment(ana, "{\"content\": \"x\", \"mentions\": [" + many + "]}")
                            .violations())
                    .containsExactly("/mentions too_many");
        }
    }

    @Nested
    class ListAll {

        @Test
        void showsTheOldestFirstPageByPage() {
            for (int i = 1; i <= 5; i++) {
                say(i % 2 == 0 ? requester : ana, "c" + i);
            }

            Answer first = reader.get(ticket + "/comments?pageSize=2&includeTotal=true");
            assertThat(contents(first)).containsExactly("c1", "c2");
            assertThat(first.json().get("total").asInt()).isEqualTo(5);
            say(ana, "c6");
            Answer second = reader.get(ticket + "/comments?pageSize=3&" + next(first));
            assertThat(contents(second)).containsExactly("c3", "c4", "c5");
            Answer third = reader.get(ticket + "/comments?" + next(second));
            assertThat(contents(third)).containsExactly("c6");
            assertThat(third.json().has("nextCursor")).isFalse();
            assertThat(reader.get(ticket + "/comments?cursor=x").violations()).containsExactly("cursor invalid_format");
        }

        @Test
        void showsAndCountsInternalNotesOnlyToThoseTheyAreFor() {
            say(ana, "public 1");
            note(ana, "note 1");
            note(lead, "note 2");
            say(requester, "public 2");

            String all = ticket + "/comments?includeTotal=true";
            assertThat(contents(ana.get(all))).containsExactly("public 1", "note 1", "note 2", "public 2");
            assertThat(ana.get(all).json().get("total").asInt()).isEqualTo(4);
            for (ContractClient client : List.of(reader, requester)) {
                assertThat(contents(client.get(all))).containsExactly("public 1", "public 2");
                assertThat(client.get(all).json().get("total").asInt()).isEqualTo(2);
                Answer first = client.get(ticket + "/comments?pageSize=1");
                assertThat(contents(first)).containsExactly("public 1");
                assertThat(contents(client.get(ticket + "/comments?" + next(first))))
                        .containsExactly("public 2");
            }
        }

        @Test
        void endsAPageBeforeItIsTooMuch() {
            String text = "y".repeat(60_000);
            for (int i = 0; i < 10; i++) {
                say(ana, i + text);
            }

            Answer first = reader.get(ticket + "/comments");
            assertThat(contents(first)).hasSize(4).last().isEqualTo(3 + text);
            assertThat(contents(reader.get(ticket + "/comments?" + next(first))))
                    .hasSize(4)
                    .first()
                    .isEqualTo(4 + text);
        }

        @Test
        void isEmptyBeforeAnybodyHasSaidAnything() {
            assertThatJson(reader.get(ticket + "/comments?includeTotal=true")
                            .expect(200)
                            .body())
                    .isEqualTo("{\"data\": [], \"total\": 0}");
        }
    }

    @Nested
    class Read {

        @Test
        void answers304WhereNothingIsNew() {
            String comment = say(ana, "x");

            Answer unchanged =
                    reader.with("If-None-Match", "\"1\"").get(comment).expect(304);
            assertThat(unchanged.body()).isEmpty();
            ana.patch(comment, "{\"content\": \"y\"}").expect(200);
            assertThat(reader.with("If-None-Match", "\"1\"")
                            .get(comment)
                            .expect(200)
                            .header("ETag"))
                    .isEqualTo("\"2\"");
        }

        @Test
        void findsNoInternalNoteForThoseTheyAreNotFor() {
            String note = note(ana, "x");

            ana.get(note).expect(200);
            lead.get(note).expect(200);
            for (ContractClient client : List.of(reader, requester)) {
                for (String suffix : List.of("", "/versions")) {
                    Answer answer = client.get(note + suffix);
                    assertProblem(answer, ProblemType.NOT_FOUND, note + suffix);
                    Answer ofNothing = client.get(ticket + "/comments/" + NOBODY + suffix);
                    assertThat(answer.json().get("detail").asText().replace(id(note), NOBODY))
                            .isEqualTo(ofNothing.json().get("detail").asText());
                }
                client.patch(note, "{\"content\": \"y\"}").expect(404);
            }
            reader.post(note + "/redact", "{\"reason\": \"y\"}").expect(404);
            requester.post(note + "/redact", "{\"reason\": \"y\"}").expect(403);
        }

        @Test
        void findsNoCommentOfAnotherTicket() {
            String comment = say(ana, "x");

            ana.get(create(ana, ticket()) + "/comments/" + id(comment)).expect(404);
            ana.get(ticket + "/comments/" + NOBODY).expect(404);
            assertThat(ana.get(ticket + "/comments/1").status()).isEqualTo(400);
        }
    }

    @Nested
    class Update {

        @Test
        void makesANewVersionAndKeepsTheOld() {
            String comment = path(comment(ana, "{\"content\": \"one\", \"mentions\": [\"u-ben\"]}"));
            server.clock.advance(Duration.ofMinutes(5));

            Answer changed = ana.with("If-Match", "\"1\"")
                    .patch(comment, "{\"content\": \"**two**\"}")
                    .expect(200);

            assertThat(changed.header("ETag")).isEqualTo("\"2\"");
            assertThatJson(changed.body()).when(Option.IGNORING_EXTRA_FIELDS).isEqualTo("""
                    {"content": "**two**", "contentHtml": "<p><strong>two</strong></p>\\n", "mentions": ["u-ben"],
                     "createdAt": "2026-03-06T21:40:00Z", "updatedAt": "2026-03-06T21:45:00Z"}""");
            server.clock.advance(Duration.ofMinutes(5));
            lead.patch(comment, "{\"mentions\": null}").expect(200);

            assertThatJson(reader.get(comment + "/versions?includeTotal=true")
                            .expect(200)
                            .body())
                    .when(Option.IGNORING_EXTRA_FIELDS)
                    .isEqualTo("""
                    {
                      "data": [
                        {"version": 3, "content": "**two**", "contentHtml": "<p><strong>two</strong></p>\\n", "mentions": [],
                         "editedAt": "2026-03-06T21:50:00Z", "editor": {"type": "agent", "name": "Lea"}},
                        {"version": 2, "content": "**two**", "mentions": ["u-ben"],
                         "editedAt": "2026-03-06T21:45:00Z", "editor": {"type": "agent", "name": "Ana"}},
                        {"version": 1, "content": "one", "mentions": ["u-ben"],
                         "editedAt": "2026-03-06T21:40:00Z", "editor": {"type": "agent", "name": "Ana"}}
                      ],
                      "total": 3
                    }""");
            assertThatJson(reader.get(comment).expect(200).body())
                    .inPath("author.name")
                    .isEqualTo("Ana");
        }

        @Test
        void showsVersionsPageByPage() {
            String comment = say(ana, "v1");
            for (int i = 2; i <= 4; i++) {
                ana.patch(comment, "{\"content\": \"v" + i + "\"}").expect(200);
            }

            Answer first = reader.get(comment + "/versions?pageSize=3");
            assertThat(contents(first)).containsExactly("v4", "v3", "v2");
            assertThat(contents(reader.get(comment + "/versions?" + next(first))))
                    .containsExactly("v1");
        }

        @Test
        void entersTheHistoryWithoutItsText() {
            String comment = say(ana, "one");
            lead.patch(comment, "{\"content\": \"two\"}").expect(200);

            assertThatJson(lastEntry().toString())
                    .whenIgnoringPaths("requestId", "actor.id")
                    .isEqualTo("""
                    {
                      "number": 3,
                      "at": "2026-03-06T21:40:00Z",
                      "action": "comment_edited",
                      "actor": {"type": "agent", "name": "Lea"},
                      "depth": 0,
                      "before": {},
                      "after": {"commentId": "%s", "isInternal": false, "version": 2}
                    }""".formatted(id(comment)));
        }

        @Test
        void thatChangesNothingMakesNoVersion() {
            String comment = say(ana, "one");

            Answer same = ana.patch(comment, "{\"content\": \"one\", \"mentions\": []}")
                    .expect(200);

            assertThat(same.header("ETag")).isEqualTo("\"1\"");
            assertThat(lastEntry().get("number").asInt()).isEqualTo(2);
        }

        @Test
        void isNoFurtherResponse() {
            String comment = say(ana, "one");
            server.clock.advance(Duration.ofMinutes(5));
            ana.patch(comment, "{\"content\": \"two\"}").expect(200);

            assertThatJson(stored().toString())
                    .when(Option.IGNORING_EXTRA_FIELDS)
                    .isEqualTo("{\"responseCount\": 1, \"lastResponseAt\": \"2026-03-06T21:40:00Z\"}");
        }

        @Test
        void isForItsAuthorAndForModerators() {
            ContractClient another = holder(server.tokens.create(grant("Ana", null, List.of("agent"), List.of())));
            String comment = say(ana, "one");

            assertProblem(another.patch(comment, "{\"content\": \"x\"}"), ProblemType.FORBIDDEN, comment);
            lead.patch(comment, "{\"content\": \"x\"}").expect(200);
            ana.patch(comment, "{\"content\": \"y\"}").expect(200);
            ContractClient portal =
                    holder(server.tokens.create(grant("portal", SAM, List.of(), List.of("tickets:comment"))));
            portal.patch(comment, "{\"content\": \"z\"}").expect(403);
            portal.patch(say(portal, "mine"), "{\"content\": \"z\"}").expect(200);
        }

        @Test
        void isRefusedOfAnotherVersion() {
            String comment = say(ana, "one");
            ana.patch(comment, "{\"content\": \"two\"}").expect(200);

            assertProblem(
                    ana.with("If-Match", "\"1\"").patch(comment, "{\"content\": \"x\"}"),
                    ProblemType.PRECONDITION_FAILED,
                    comment);
        }

        @Test
        void isRefusedOnAClosedTicket() {
            String comment = say(ana, "one");
            set("closed");

            assertProblem(ana.patch(comment, "{\"content\": \"x\"}"), ProblemType.CONFLICT, comment);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'content': null}                   | /content required",
                    "{'content': ''}                     | /content too_short",
                    "{'isInternal': true}                | /isInternal unknown_property",
                    "{'mentions': ['u-ben', 'u-unknown']} | /mentions/1 unknown_reference",
                    "{'mentions': ['u ben']}             | /mentions/0 invalid_format"
                })
        void refusesAnInvalidChange(String json, String violation) {
            String comment = say(ana, "one");

            assertThat(ana.patch(comment, json.replace('\'', '"')).violations()).contains(violation);
        }

        @Test
        void keepsWhoWasMentionedBeforeAndIsGone() {
            server.put(UserDao.class, new UserRow("u-gone", "Gone", "gone@harborcards.example", true));
            String comment = path(comment(ana, "{\"content\": \"x\", \"mentions\": [\"u-gone\"]}"));
            server.client().delete("/users/u-gone").expect(204);

            assertThatJson(ana.patch(comment, "{\"content\": \"y\"}")
                            .expect(200)
                            .body())
                    .inPath("mentions")
                    .isEqualTo("[\"u-gone\"]");
            ana.patch(comment, "{\"mentions\": []}").expect(200);
            assertThat(ana.patch(comment, "{\"mentions\": [\"u-gone\"]}").violations())
                    .containsExactly("/mentions/0 unknown_reference");
        }
    }

    @Nested
    class Redact {

        @Test
        void wipesTheTextOfAllVersions() {
            String comment = path(comment(ana, "{\"content\": \"card 40001111\", \"mentions\": [\"u-ben\"]}"));
            ana.patch(comment, "{\"content\": \"number 40002222\"}").expect(200);
            server.clock.advance(Duration.ofMinutes(5));

            lead.with("If-Match", "\"1\"")
                    .post(comment + "/redact", "{\"reason\": \"A card number\"}")
                    .expect(412);
            Answer redacted = lead.with("If-Match", "\"2\"")
                    .post(comment + "/redact", "{\"reason\": \"A card number\"}")
                    .expect(200);

            assertThatJson(redacted.body())
                    .whenIgnoringPaths("id", "ticketId", "author.id", "redaction.redactedBy.id")
                    .isEqualTo("""
                    {
                      "isInternal": false,
                      "author": {"type": "agent", "name": "Ana"},
                      "mentions": [],
                      "version": 2,
                      "createdAt": "2026-03-06T21:40:00Z",
                      "updatedAt": "2026-03-06T21:45:00Z",
                      "redaction": {
                        "redactedAt": "2026-03-06T21:45:00Z",
                        "redactedBy": {"type": "agent", "name": "Lea"},
                        "reason": "A card number"
                      }
                    }""");
            assertThat(redacted.header("ETag")).isEqualTo("\"3\"");
            assertThat(reader.get(comment).expect(200).body()).isEqualTo(redacted.body());
            reader.with("If-None-Match", "*").get(comment + "/versions").expect(304);
            Answer versions = reader.get(comment + "/versions").expect(200);
            assertThat(versions.json().get("data")).hasSize(2);
            assertThat(versions.body()).doesNotContain("content", "4000", "u-ben");
        }

        @Test
        void leavesTheTextNowhereInTheDatabase() {
            String comment = say(ana, "card 40003333");
            assertThat(tablesWith("4000[34]{4}")).containsExactlyInAnyOrder("ticket_comments", "ticket_search");
            ana.patch(comment, "{\"content\": \"number 40004444\"}").expect(200);
            assertThat(tablesWith("40003333")).containsExactly("former_ticket_comments");

            lead.post(comment + "/redact", "{\"reason\": \"A card number\"}").expect(200);

            assertThat(tablesWith("4000[34]{4}")).isEmpty();
        }

        private List<String> tablesWith(String pattern) {
            return server
                    .testDatabase
                    .queryAsSuperuser("SELECT tablename FROM pg_tables WHERE schemaname = 'docket' ORDER BY 1")
                    .stream()
                    .map(row -> row.get(0))
                    .filter(table -> !server.testDatabase
                            .queryAsSuperuser(
                                    "SELECT 1 FROM docket.%s t WHERE t::text ~ '%s'".formatted(table, pattern))
                            .isEmpty())
                    .toList();
        }

        @Test
        void entersTheHistoryWithoutItsReason() {
            String note = note(ana, "x");
            lead.post(note + "/redact", "{\"reason\": \"slander\"}").expect(200);

            assertThat(lastEntry().get("action").asText()).isEqualTo("comment_redacted");
            assertThatJson(lastEntry().get("after").toString())
                    .isEqualTo("{\"commentId\": \"%s\", \"isInternal\": true}".formatted(id(note)));
        }

        @Test
        void leavesTheCounts() {
            String comment = say(ana, "x");
            lead.post(comment + "/redact", "{\"reason\": \"y\"}").expect(200);

            assertThat(stored().get("responseCount").asInt()).isEqualTo(1);
            assertThat(contents(reader.get(ticket + "/comments"))).containsExactly("");
        }

        @Test
        void isOnceAndForAll() {
            String comment = say(ana, "x");
            lead.post(comment + "/redact", "{\"reason\": \"y\"}").expect(200);

            assertProblem(
                    lead.post(comment + "/redact", "{\"reason\": \"z\"}"), ProblemType.CONFLICT, comment + "/redact");
            assertProblem(ana.patch(comment, "{\"content\": \"x\"}"), ProblemType.CONFLICT, comment);
            assertThat(lastEntry().get("number").asInt()).isEqualTo(3);
        }

        @Test
        void isDoneOnAClosedTicketToo() {
            String comment = say(ana, "x");
            set("closed");

            lead.post(comment + "/redact", "{\"reason\": \"y\"}").expect(200);
        }

        @Test
        void isForModerators() {
            String comment = say(ana, "x");

            ana.post(comment + "/redact", "{\"reason\": \"y\"}").expect(403);
            assertThat(lead.post(comment + "/redact", "{}").violations()).containsExactly("/reason required");
        }
    }

    @Test
    void aRequestersTokenIsTheRequesterInTheHistoryOfWhatItCreates() {
        ticket = create(requester, ticket());

        assertThatJson(history().get(0).get("actor").toString())
                .when(Option.IGNORING_EXTRA_FIELDS)
                .isEqualTo("{\"type\": \"requester\", \"name\": \"Rosa\"}");
    }
}
