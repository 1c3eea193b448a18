package dev.docket.server.erasure;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.attachments.AttachmentStores;
import dev.docket.server.attachments.AttachmentSweep;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.TokenGrant;
import dev.docket.server.security.TokenRequester;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each test has an account of its own. A person's data is marked by words that occur nowhere else. */
class RequesterErasureTest {

    /** In all data of the requester. */
    private static final String MARK = "Rosamarka";

    /** In all texts of agents. */
    private static final String AGENTS = "Anamarka";

    /** In all data of another requester. */
    private static final String OTHER = "Zambezi";

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private static RunningServer server;

    private String account;
    private ContractClient agent;
    private ContractClient requester;
    private ErasedDatabase stored;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createAccount() {
        account = "account-" + ACCOUNTS.incrementAndGet();
        createAccount(account);
        agent = server.clientOf(account);
        requester = requester(MARK);
        stored = new ErasedDatabase(server.testDatabase, account);
    }

    private static void createAccount(String id) {
        server.operator()
                .post("/accounts", "{\"id\": \"%s\", \"name\": \"Bay Terminals\"}".formatted(id))
                .expect(201);
    }

    private ContractClient requester(String name) {
        return requester(name, name + "@example.com");
    }

    private ContractClient requester(String name, String email) {
        String secret = server.tokens
                .create(new TokenGrant(
                        name,
                        new TokenRequester("external", email),
                        List.of(),
                        Operations.permissions(),
                        List.of(account),
                        null))
                .secret();
        return server.bearer(secret).with("x-account-id", account);
    }

    /** A requester that keeps its id when its data is erased, and so its tickets. */
    private ContractClient merchant() {
        agent.put("/merchants/9", "{\"uniqueId\": \"M-9\", \"dbaName\": \"%s\"}".formatted(MARK));
        return server.requester(account, new TokenRequester("merchant", "9"), Operations.permissions());
    }

    private static String marked(String mark) {
        return ticket("""
                {
                  "subject": "{m} has a question",
                  "description": "Please call {m} back",
                  "requesterId": "{m}-7",
                  "requesterName": "{m} Delgado",
                  "requesterEmail": "{m}@example.com",
                  "requesterPhone": "+1 212 {m}",
                  "customFields": {"nickname": "{m}"}
                }""".replace("{m}", mark));
    }

    private String create(String json) {
        return agent.post("/tickets", json).expect(201).json().get("uniqueId").asText();
    }

    private static String attach(ContractClient by, String ticket, String mark) {
        return by.post(
                        path(ticket) + "/attachments",
                        FormData.TYPE,
                        new FormData()
                                .file(mark + ".txt", "text/plain", mark.getBytes(StandardCharsets.UTF_8))
                                .bytes())
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private static String comment(ContractClient by, String ticket, String content) {
        return by.post(path(ticket) + "/comments", "{\"content\": \"%s\"}".formatted(content))
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private static String path(String ticket) {
        return "/tickets/" + ticket;
    }

    private Answer erase(String type, String id) {
        return agent.post(
                        "/requesters/erase", "{\"requesterType\": \"%s\", \"requesterId\": \"%s\"}".formatted(type, id))
                .expect(202);
    }

    private JsonNode lastErasure() {
        return agent.get("/requesters/erasures").expect(200).json().get("data").get(0);
    }

    private List<JsonNode> history(String ticket) {
        List<JsonNode> entries = new ArrayList<>();
        agent.get(path(ticket) + "/history?pageSize=200")
                .expect(200)
                .json()
                .get("data")
                .forEach(entries::add);
        return entries;
    }

    /** Creates a ticket with all kinds of data that a requester can have. */
    private String markEverything() {
        String ticket = create(marked(MARK));
        agent.patch(path(ticket), """
                        {
                          "subject": "{m} asks again",
                          "description": "{m} is waiting",
                          "requesterName": "{m} Reed",
                          "requesterEmail": "other-{m}@example.com",
                          "requesterPhone": null,
                          "customFields": {"{m}": "x"}
                        }""".replace("{m}", MARK)).expect(200);
        ContractClient renamed = requester(MARK, "other-" + MARK + "@example.com");
        String comment = comment(renamed, ticket, MARK + " writes");
        renamed.patch(path(ticket) + "/comments/" + comment, "{\"content\": \"" + MARK + " writes better\"}")
                .expect(200);
        attach(renamed, ticket, MARK);
        agent.delete(path(ticket) + "/attachments/" + attach(renamed, ticket, MARK + "2"))
                .expect(204);
        comment(agent, ticket, AGENTS + " answers");
        attach(agent, ticket, AGENTS);
        agent.post(path(ticket) + "/sla/pause", "{\"reason\": \"" + AGENTS + " waits\"}")
                .expect(200);
        agent.post(path(ticket) + "/escalations", "{\"reason\": \"" + AGENTS + " is worried\"}")
                .expect(201);
        agent.patch(path(ticket), "{\"status\": \"closed\"}").expect(200);
        return ticket;
    }

    @Test
    void leavesNothingOfTheRequesterAndEverythingThatCounts() {
        String ticket = markEverything();
        String deleted = create(marked(MARK));
        agent.delete(path(deleted)).expect(204);
        // The control: the tables in which the marks are found before the erasure.
        assertThat(stored.tablesWith(MARK).keySet())
                .containsExactlyInAnyOrder(
                        "tickets",
                        "ticket_history",
                        "ticket_search",
                        "ticket_comments",
                        "former_ticket_comments",
                        "attachments",
                        "attachment_chunks");
        Map<String, String> figures = stored.figures();
        Map<String, Integer> others = stored.tablesWith(AGENTS);
        int entries = history(ticket).size();
        assertThat(agent.get("/events?pageSize=200").expect(200).body()).contains(MARK);

        Answer asked = erase("external", MARK + "-7");

        assertThat(stored.tablesWith(MARK)).isEmpty();
        assertThat(agent.get("/events?pageSize=200").expect(200).body())
                .contains("ticket.erased")
                .doesNotContain(MARK);
        assertThat(stored.figures()).isEqualTo(figures);
        assertThat(stored.tablesWith(AGENTS)).isEqualTo(others);
        assertThatJson(asked.body()).isObject().containsEntry("isFinished", false);
        assertThatJson(lastErasure().toString())
                .whenIgnoringPaths("id", "requestedBy.id")
                .isEqualTo("""
                        {
                          "requesterType": "external",
                          "includeAgentTexts": false,
                          "isFinished": true,
                          "tickets": 2,
                          "comments": 1,
                          "attachments": 2,
                          "requestedBy": {"type": "agent", "name": "test"},
                          "requestedAt": "2026-03-06T21:30:00Z",
                          "finishedAt": "2026-03-06T21:30:00Z"
                        }""");
        List<JsonNode> history = history(ticket);
        assertThat(history).hasSize(entries + 1);
        JsonNode last = history.get(entries);
        assertThat(last.get("number").asInt()).isEqualTo(entries + 1);
        assertThat(last.get("action").asText()).isEqualTo("erased");
        assertThat(last.get("actor").get("name").asText()).isEqualTo("test");
        assertThatJson(last.get("after").toString()).isEqualTo("{\"comments\": 1, \"attachments\": 2}");
    }

    /** A node believes a token for some seconds after it was last checked, so this one was not used before. */
    @Test
    void revokesTheTokensThatAreBoundToItsAddress() {
        create(marked(MARK));
        ContractClient other = requester(OTHER, OTHER + "@example.com");

        erase("external", MARK + "-7");

        requester.get("/tickets").expect(401);
        other.get("/tickets").expect(200);
        assertThat(agent.get("/tokens").expect(200).json().at("/data").findValuesAsText("requesterId"))
                .containsExactlyInAnyOrder("erased", OTHER + "@example.com");
    }

    @Test
    void erasesImportedCommentsOfTheRequester() {
        String created = agent.post("/tickets/import", "application/x-ndjson", """
                        {"externalId": "x", "comments": [
                          {"createdAt": "2026-01-01T00:00:00Z", "author": {"type": "requester", "name": "{m}"}, "content": "{m} asks"},
                          {"createdAt": "2026-01-02T00:00:00Z", "author": {"type": "agent", "name": "Ana"}, "content": "Kept"}],
                         "createdAt": "2026-01-01T00:00:00Z", "ticket": {t}}""".replace("{t}", marked(MARK))
                        .replace("{m}", MARK)
                        .replace("\n", " "))
                .expect(200)
                .body();
        assertThat(created).contains("\"created\":1");

        erase("external", MARK + "-7");

        assertThat(stored.tablesWith(MARK)).isEmpty();
        assertThat(stored.tablesWith("Kept")).containsKey("ticket_comments");
    }

    @Test
    void showsTheErasureByTheContract() {
        String ticket = markEverything();

        erase("external", MARK + "-7");

        JsonNode erased = agent.get(path(ticket)).expect(200).json();
        assertThatJson(erased.toString())
                .isObject()
                .containsEntry("subject", "erased")
                .containsEntry("description", "erased")
                .containsEntry("requesterId", "erased")
                .containsEntry("requesterName", "erased")
                .containsEntry("requesterEmail", "erased@erased.invalid")
                .doesNotContainKey("requesterPhone");
        assertThat(erased.get("customFields")).isEmpty();
        JsonNode comments = agent.get(path(ticket) + "/comments").json().get("data");
        assertThat(comments.get(0).has("content")).isFalse();
        assertThat(comments.get(0).get("redaction").get("reason").asText()).isEqualTo("erased");
        assertThat(comments.get(0).get("author").get("name").asText()).isEqualTo("erased");
        assertThat(comments.get(1).get("content").asText()).isEqualTo(AGENTS + " answers");
        JsonNode files = agent.get(path(ticket) + "/attachments").json().get("data");
        assertThat(files.get(0).get("fileName").asText()).isEqualTo("erased");
        assertThat(files.get(1).get("fileName").asText()).isEqualTo(AGENTS + ".txt");
        String file = path(ticket) + "/attachments/" + files.get(0).get("id").asText();
        assertThat(agent.get(file + "/content").expect(404).json().get("detail").asText())
                .isEqualTo("the content of the attachment has been erased");
        assertThat(agent.get("/tickets?search=" + MARK).json().get("data")).isEmpty();
        assertThat(agent.get("/tickets?search=" + AGENTS).json().get("data")).hasSize(1);
    }

    @Test
    void leavesTicketsThatGoOn() {
        ContractClient merchant = merchant();
        String ticket = create(ticketOf("merchant", "9"));

        erase("merchant", "9");

        agent.patch(path(ticket), "{\"status\": \"in_progress\"}").expect(200);
        comment(merchant, ticket, "Thank you");
        agent.patch(path(ticket), "{\"subject\": \"Thanks\", \"status\": \"closed\"}")
                .expect(200);
        assertThat(history(ticket))
                .extracting(entry -> entry.get("action").asText())
                .containsExactly("created", "erased", "updated", "commented", "updated");
    }

    @Test
    void erasesTextsOfOthersOnRequest() {
        String ticket = markEverything();
        Map<String, String> figures = stored.figures();
        assertThat(stored.tablesWith(AGENTS)).containsKeys("tickets", "ticket_escalations", "ticket_comments");

        agent.post("/requesters/erase", """
                        {"requesterType": "external", "requesterId": "%s-7", "includeAgentTexts": true}""".formatted(MARK)).expect(202);

        assertThat(stored.tablesWith(MARK)).isEmpty();
        assertThat(stored.tablesWith(AGENTS)).isEmpty();
        assertThat(stored.figures()).isEqualTo(figures);
        assertThat(lastErasure().get("comments").asInt()).isEqualTo(2);
        assertThat(history(ticket)).isNotEmpty();
    }

    @Test
    void touchesNoOtherRequester() {
        create(marked(MARK));
        String other = create(marked(OTHER));
        comment(requester(OTHER), other, OTHER + " writes");
        String elsewhere = account + "-b";
        createAccount(elsewhere);
        server.clientOf(elsewhere).post("/tickets", marked(MARK)).expect(201);
        ErasedDatabase untouched = new ErasedDatabase(server.testDatabase, elsewhere);
        Map<String, Integer> there = untouched.tablesWith(MARK);
        Map<String, Integer> others = stored.tablesWith(OTHER);

        erase("external", MARK + "-7");

        assertThat(stored.tablesWith(MARK)).isEmpty();
        assertThat(stored.tablesWith(OTHER)).isEqualTo(others).isNotEmpty();
        assertThat(untouched.tablesWith(MARK)).isEqualTo(there).isNotEmpty();
        assertThat(history(other))
                .extracting(entry -> entry.get("action").asText())
                .doesNotContain("erased");
    }

    @Test
    void followsDataMergedIntoAnotherTicketAndLeavesDataMergedFromOne() {
        ContractClient sam = requester(OTHER);
        String first = create(marked(MARK));
        comment(requester, first, MARK + " writes");
        attach(requester, first, MARK);
        String gone = attach(requester, first, MARK + "2");
        String second = create(marked(OTHER));
        comment(sam, second, OTHER + " writes");
        attach(sam, second, OTHER);
        merge(second, first);
        agent.delete(path(second) + "/attachments/" + gone).expect(204);
        String third = create(marked(OTHER + "3"));
        merge(third, second);
        int others = stored.tablesWith(OTHER).get("ticket_comments");
        Map<String, String> figures = stored.figures();

        erase("external", MARK + "-7");

        assertThat(stored.tablesWith(MARK)).isEmpty();
        assertThat(stored.tablesWith(OTHER)).containsEntry("ticket_comments", others);
        assertThat(stored.figures()).isEqualTo(figures);
        assertThat(history(third))
                .extracting(entry -> entry.get("action").asText())
                .containsExactly("created", "merged", "erased");
        assertThat(agent.get("/tickets?search=" + MARK).json().get("data")).isEmpty();

        erase("external", OTHER + "-7");

        assertThat(stored.tablesWith(OTHER + " writes")).isEmpty();
        assertThat(agent.get(path(third)).json().get("subject").asText()).contains(OTHER + "3");
    }

    private void merge(String primary, String other) {
        agent.post(
                        "/tickets/merge",
                        "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"], \"addMergeNote\": false}"
                                .formatted(primary, other))
                .expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "merchant,    M-9,             9,               M-9",
        "merchant,    9,               9,               M-9",
        "lead,        L-9,             9,               L-9",
        "application, 9,               9,               A-9",
        "user,        ANA@example.com, ana@example.com, Ana@Example.com",
    })
    void knowsARequesterByAnyOfItsIds(String type, String erased, String one, String other) {
        agent.put("/merchants/9", "{\"uniqueId\": \"M-9\", \"dbaName\": \"%s\"}".formatted(MARK));
        agent.put("/leads/9", "{\"uniqueId\": \"L-9\", \"name\": \"%s\"}".formatted(MARK));
        agent.put("/applications/9", "{\"uniqueId\": \"A-9\", \"dbaName\": \"%s\"}".formatted(MARK));
        agent.put("/users/u-9", "{\"email\": \"ana@example.com\", \"name\": \"%s\"}".formatted(MARK));
        create(ticketOf(type, one));
        create(ticketOf(type, other));
        assertThat(stored.tablesWith(MARK)).containsEntry("tickets", 2);

        erase(type, erased);

        assertThat(stored.tablesWith(MARK)).doesNotContainKeys("tickets", "ticket_search", "ticket_history");
        assertThat(lastErasure().get("tickets").asInt()).isEqualTo(2);
        if (type.equals("user")) {
            assertThat(stored.tablesWith("ana@example.com").keySet()).isEqualTo(Set.of("users"));
        }
    }

    /** After a node was killed, the database has what it had committed. */
    @Test
    void continuesWhereANodeStopped() {
        List<String> tickets =
                IntStream.range(0, 5).mapToObj(i -> create(marked(MARK))).toList();
        server.testDatabase.executeAsSuperuser(
                """
                CREATE FUNCTION docket.die() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN RAISE EXCEPTION USING ERRCODE = ''57P01''; END';
                CREATE TRIGGER die BEFORE INSERT ON docket.ticket_history FOR EACH ROW
                    WHEN (NEW.action = 'erased' AND NEW.ticket_id = %s) EXECUTE FUNCTION docket.die()""".formatted(agent.get(path(tickets.get(2))).json().get("id").asText()));

        erase("external", MARK + "-7");

        assertThat(lastErasure().get("isFinished").asBoolean()).isFalse();
        assertThat(lastErasure().get("tickets").asInt()).isEqualTo(2);
        assertThat(stored.tablesWith(MARK)).containsEntry("tickets", 3);

        server.testDatabase.executeAsSuperuser("DROP FUNCTION docket.die CASCADE");
        erasures().run();

        assertThat(stored.tablesWith(MARK)).isEmpty();
        assertThat(lastErasure().get("isFinished").asBoolean()).isTrue();
        assertThat(lastErasure().get("tickets").asInt()).isEqualTo(5);
        assertThat(tickets)
                .allSatisfy(ticket -> assertThat(history(ticket))
                        .extracting(entry -> entry.get("action").asText())
                        .containsExactly("created", "erased"));
    }

    private static RequesterErasures erasures() {
        return new RequesterErasures(
                server.database,
                new AttachmentSweep(
                        server.database,
                        new AttachmentStores(server.database, AttachmentSettings.defaults()),
                        server.clock),
                server.clock);
    }

    @Test
    void keepsCountsAndHistoryTrueWhileEverybodyWrites() throws Exception {
        ContractClient merchant = merchant();
        List<String> tickets = IntStream.range(0, 4)
                .mapToObj(i -> create(ticketOf("merchant", "9")))
                .toList();
        ExecutorService people = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        try {
            for (int round = 0; round < 8; round++) {
                tickets.forEach(ticket -> done.add(people.submit(() -> comment(merchant, ticket, MARK))));
                if (round == 4) {
                    done.add(people.submit(() -> erase("merchant", "9")));
                    done.add(people.submit(() -> erasures().run()));
                }
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            people.shutdownNow();
        }

        assertThat(lastErasure().get("tickets").asInt()).isEqualTo(4);
        for (String ticket : tickets) {
            List<JsonNode> history = history(ticket);
            assertThat(history).hasSize(1 + 8 + 1);
            assertThat(agent.get(path(ticket)).json().get("responseCount").asInt())
                    .isEqualTo(8);
            int erased = history.stream()
                    .filter(entry -> entry.get("action").asText().equals("erased"))
                    .findFirst()
                    .orElseThrow()
                    .get("number")
                    .asInt();
            JsonNode comments =
                    agent.get(path(ticket) + "/comments").expect(200).json().get("data");
            // The entry of comment n has the number n + 1 before the erasure, and n + 2 after it.
            IntStream.rangeClosed(1, 8)
                    .forEach(number ->
                            assertThat(comments.get(number - 1).has("content")).isEqualTo(number + 1 >= erased));
        }
    }

    @Test
    void needsItsPermission() {
        List<String> others = Operations.permissions().stream()
                .filter(permission -> !permission.equals("requesters:erase"))
                .toList();

        server.client(account, others)
                .post("/requesters/erase", "{\"requesterType\": \"external\", \"requesterId\": \"x\"}")
                .expect(403);
    }

    @Test
    void listsErasuresThePageAfterTheOther() {
        erase("external", "a");
        erase("lead", "b");

        Answer first =
                agent.get("/requesters/erasures?pageSize=1&includeTotal=true").expect(200);
        assertThat(first.json().get("total").asInt()).isEqualTo(2);
        assertThat(first.json().get("data").get(0).get("requesterType").asText())
                .isEqualTo("lead");
        Answer second = agent.get("/requesters/erasures?pageSize=1&cursor="
                        + first.json().get("nextCursor").asText())
                .expect(200);
        assertThat(second.json().get("data").get(0).get("requesterType").asText())
                .isEqualTo("external");
        assertThat(second.json().has("nextCursor")).isFalse();
    }
}
