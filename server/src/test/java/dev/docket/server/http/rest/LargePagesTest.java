package dev.docket.server.http.rest;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of the largest entries that the contract allows, and of small ones among them. */
class LargePagesTest {

    /** The properties of a page beside its entries, with the longest cursor. */
    private static final int ENVELOPE = 1_500;

    private static final String EMOJI = "\uD83D\uDE00";

    private static RunningServer server;
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
    void account() {
        client = server.clientOf(server.nextDemo());
    }

    /** Walks through a list, and returns the property of each entry. */
    private List<String> walk(String path, String property) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Answer page = client.get(path + "pageSize=200" + cursor).expect(200);
            JsonNode data = page.json().get("data");
            int bytes = page.body().getBytes(StandardCharsets.UTF_8).length;
            assertThat(data.size()).as("entries of page %d", pages).isPositive();
            if (data.size() > 1) {
                assertThat(bytes).as("bytes of page %d", pages).isLessThan(Page.MAX_BYTES + ENVELOPE);
            }
            data.forEach(entry -> found.add(entry.get(property).asText()));
            JsonNode next = page.json().get("nextCursor");
            cursor = next == null ? null : "&cursor=" + next.asText();
            pages++;
        } while (cursor != null);
        assertThat(pages).as("pages of %s", path).isGreaterThan(1);
        return found;
    }

    private String create(String path, String body) {
        JsonNode created = client.post(path, body).expect(201).json();
        return created.get(created.has("uniqueId") ? "uniqueId" : "id").asText();
    }

    private static String largeTicket() {
        return ticketWith("description", EMOJI.repeat(65_536));
    }

    @Test
    void tickets() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            created.add(create("/tickets", i % 3 == 2 ? ticket() : largeTicket()));
        }

        List<String> walked = walk("/tickets?sort=ticketNumber&", "uniqueId");
        assertThat(walked).doesNotHaveDuplicates().containsSubsequence(created);
        assertThat(walk("/tickets?sort=-slaResolutionDue&", "uniqueId")).containsExactlyInAnyOrderElementsOf(walked);
        assertThat(walk("/tickets?search=reader&", "uniqueId")).containsAll(created);
    }

    @Test
    void exportsAreComplete() {
        List<String> created = Stream.generate(() -> create("/tickets", largeTicket()))
                .limit(5)
                .toList();

        assertThat(client.get("/tickets/export").expect(200).body().lines().filter(line -> !line.isBlank()))
                .hasSizeGreaterThanOrEqualTo(created.size())
                .anySatisfy(line -> assertThat(line).contains(created.get(4)));
    }

    @Test
    void history() {
        String ticket = "/tickets/" + create("/tickets", ticket());
        for (int i = 0; i < 5; i++) {
            client.patch(ticket, "{\"description\": \"%d%s\"}".formatted(i, EMOJI.repeat(65_535)))
                    .expect(200);
        }

        assertThat(walk(ticket + "/history?", "number")).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void commentsAndTheirVersions() {
        String ticket = "/tickets/" + create("/tickets", ticket());
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(create(ticket + "/comments", "{\"content\": \"%s\"}".formatted("*a* ".repeat(16_000))));
        }
        String comment = ticket + "/comments/" + created.get(0);
        for (int i = 0; i < 5; i++) {
            client.patch(comment, "{\"content\": \"%d%s\"}".formatted(i, EMOJI.repeat(65_535)))
                    .expect(200);
        }

        assertThat(walk(ticket + "/comments?", "id")).containsExactlyElementsOf(created);
        assertThat(walk(comment + "/versions?", "version")).containsExactly("6", "5", "4", "3", "2", "1");
    }

    @Test
    void ticketTypesAndTheirVersions() {
        String options = IntStream.range(0, 490)
                .mapToObj(i -> "\"%s%03d\"".formatted("o".repeat(200), i))
                .collect(Collectors.joining(","));
        String fields = IntStream.range(0, 8)
                .mapToObj(i -> "{\"name\": \"f%d\", \"type\": \"select\", \"options\": [%s]}".formatted(i, options))
                .collect(Collectors.joining(",", "[", "]"));
        String type = null;
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            type = create("/ticket-types", "{\"name\": \"N\", \"customFields\": %s}".formatted(fields));
            created.add(type);
        }
        client.patch("/ticket-types/" + type, "{\"customFields\": [{\"name\": \"a\", \"type\": \"text\"}]}")
                .expect(200);
        client.patch("/ticket-types/" + type, "{\"customFields\": %s}".formatted(fields))
                .expect(200);

        assertThat(walk("/ticket-types?", "id")).doesNotHaveDuplicates().containsAll(created);
        assertThat(walk("/ticket-types/" + type + "/versions?", "version")).containsExactly("3", "2", "1");
    }

    /** Creates resources of a configuration until they cannot fit into a page, and walks through their list. */
    private void assertPaged(String path, String body, int count) {
        List<String> created =
                Stream.generate(() -> create(path, body)).limit(count).toList();

        assertThat(walk(path + "?", "id")).doesNotHaveDuplicates().containsAll(created);
    }

    @Test
    void automationRules() {
        String values = IntStream.range(0, 10)
                .mapToObj(i -> "\"%d%s\"".formatted(i, "v".repeat(990)))
                .collect(Collectors.joining(",", "[", "]"));
        String conditions = Stream.generate(
                        () -> "{\"field\": \"subject\", \"operator\": \"not_in\", \"value\": %s}".formatted(values))
                .limit(20)
                .collect(Collectors.joining(",", "[", "]"));

        assertPaged(
                "/tickets/automation-rules",
                "{\"name\": \"N\", \"isActive\": false, \"events\": [\"ticket_created\"], \"conditions\": {\"all\": %s},"
                                .formatted(conditions)
                        + " \"actions\": [{\"type\": \"set_priority\", \"priority\": \"high\"}]}",
                4);
    }

    @Test
    void businessCalendars() {
        String openings = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"date\": \"%s\", \"intervals\": [%s]}"
                        .formatted(
                                LocalDate.EPOCH.plusDays(i),
                                IntStream.range(0, 6)
                                        .mapToObj(hour ->
                                                "{\"from\": \"%02d:00\", \"until\": \"%02d:30\"}".formatted(hour, hour))
                                        .collect(Collectors.joining(","))))
                .collect(Collectors.joining(",", "[", "]"));

        assertPaged(
                "/business-calendars",
                "{\"name\": \"N\", \"zone\": \"UTC\", \"weekly\": {\"monday\": [{\"from\": \"09:00\", \"until\": \"17:00\"}]},"
                        + " \"openings\": %s}".formatted(openings),
                4);
    }

    @Test
    void escalationRules() {
        assertPaged(
                "/tickets/escalation-rules",
                "{\"name\": \"N\", \"isActive\": false, \"trigger\": {\"event\": \"created\", \"minutes\": 0},"
                        + " \"note\": \"%s\"}".formatted(EMOJI.repeat(2_000)),
                80);
    }

    /** They are so small that a page of 200 never ends at its limit. */
    @Test
    void slaPoliciesFit() {
        String largest = "{\"id\": \"%s\", \"name\": \"%s\", \"calendarId\": \"new-york\"}"
                .formatted("i".repeat(64), EMOJI.repeat(255));

        int bytes = client.post("/sla-policies", largest).expect(201).body().getBytes(StandardCharsets.UTF_8).length;
        assertThat(bytes * 200).isLessThan(Page.MAX_BYTES);
    }

    @Test
    void rotations() {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String user = "\"%s%02d\"".formatted(EMOJI.repeat(250), i);
            client.put(
                            "/users/" + URLEncoder.encode(user.replace("\"", ""), StandardCharsets.UTF_8),
                            "{\"name\": \"%s\", \"email\": \"u%d@r.example\"}".formatted(EMOJI.repeat(255), i))
                    .expect(200);
            members.add("{\"userId\": %s}".formatted(user));
        }

        assertPaged("/ticket-rotations", "{\"name\": \"N\", \"userRotationArray\": %s}".formatted(members), 4);
    }

    @Test
    void writeEachEmojiWithFourBytes() {
        Answer created = client.post("/tickets", ticketWith("subject", EMOJI.repeat(255)))
                .expect(201);

        assertThat(created.body()).contains(EMOJI.repeat(255)).doesNotContain("\\ud83d", "\\uD83D");
    }
}
