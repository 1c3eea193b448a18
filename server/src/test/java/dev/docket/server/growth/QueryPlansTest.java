package dev.docket.server.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.StatementLog;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The execution of every list, filter, order and search of the contract on many tickets: on 100,000 in each build, and
 * on a million by {@code mvn -Pplans verify}. PostgreSQL itself reports the plan of each statement of the server, with
 * the rows that it read.
 */
@Tag("plans")
class QueryPlansTest {

    private static final int TICKETS = Integer.getInteger("docket.plans.tickets", 100_000);

    /**
     * Path | maximum number of rows read in tables and indexes, including those that do not match. In percent: of all
     * tickets, if they grow with the matching tickets or those before the first match. Some lists read more than a page
     * needs, although they should not: words or a tag of very many tickets together with another filter, and texts in
     * the CRM's data. An event reads the later history of its ticket, and the first reader of a feed numbers it.
     */
    private static final String LISTS = """
            /tickets                                                                                  | 1000
            /tickets?pageSize=200                                                                     | 1000
            /tickets?status=open                                                                      | 3 %
            /tickets?status=waiting_internal                                                          | 1 %
            /tickets?status=open&status=in_progress&status=waiting_customer&status=waiting_internal   | 4 %
            /tickets?status=closed                                                                    | 3 %
            /tickets?priority=urgent                                                                  | 1000
            /tickets?category=bank_submissions                                                        | 1000
            /tickets?source=api                                                                       | 1000
            /tickets?ticketTypeId=type-0                                                              | 1000
            /tickets?ticketTypeId=type-25                                                             | 1000
            /tickets?assignedTo=user-3                                                                | 1 %
            /tickets?assignedTo=u-ana                                                                 | 1000
            /tickets?assignedTo=user-3&status=open&status=in_progress                                 | 1000
            /tickets?assignedTo=none                                                                  | 1000
            /tickets?assignedTo=none&assignedTo=user-3                                                | 1000
            /tickets?assignedTo=none&status=open                                                      | 1000
            /tickets?assignedTeamId=3                                                                 | 2000
            /tickets?assignedTeamId=77                                                                | 1000
            /tickets?requesterType=merchant                                                           | 1000
            /tickets?requesterType=lead                                                               | 1000
            /tickets?requesterId=visitor-77                                                           | 1000
            /tickets?merchantId=77                                                                    | 1000
            /tickets?leadId=19500                                                                     | 1000
            /tickets?applicationId=application-19500                                                  | 1000
            /tickets?midId=77                                                                         | 1000
            /tickets?externalId=zd-77&externalId=zd-78                                                | 1000
            /tickets?createdFrom=2024-01-01T00:00:00Z&createdTo=2024-01-02T00:00:00Z                  | 1000
            /tickets?updatedFrom=2024-01-01T00:00:00Z&updatedTo=2024-01-02T00:00:00Z                  | 1000
            /tickets?dueFrom=2024-01-01T00:00:00Z&dueTo=2024-01-02T00:00:00Z                          | 1000
            /tickets?customField=serialNumber:TX-77                                                   | 1000
            /tickets?slaStatus=breached                                                               | 1000
            /tickets?slaStatus=paused                                                                 | 1 %
            /tickets?slaStatus=at_risk                                                                | 1000
            /tickets?slaStatus=on_time                                                                | 1 %
            /tickets?isDeleted=true                                                                   | 1000
            /tickets?sort=createdAt                                                                   | 1000
            /tickets?sort=updatedAt                                                                   | 1000
            /tickets?sort=-updatedAt                                                                  | 1000
            /tickets?sort=priority                                                                    | 1000
            /tickets?sort=-priority                                                                   | 1000
            /tickets?sort=status                                                                      | 1000
            /tickets?sort=-status                                                                     | 1000
            /tickets?sort=ticketNumber                                                                | 1000
            /tickets?sort=-ticketNumber                                                               | 1000
            /tickets?sort=slaResolutionDue                                                            | 1000
            /tickets?sort=-slaResolutionDue                                                           | 1000
            /tickets?sort=-priority,createdAt                                                         | 9 %
            /tickets?status=open&sort=-priority,createdAt                                             | 3 %
            /tickets?search=tkt-77                                                                    | 4 %
            /tickets?search=w77                                                                       | 3 %
            /tickets?search="card reader"                                                             | 100000
            /tickets?search=error                                                                     | 100000
            /tickets?search=w1*                                                                       | 110000
            /tickets?search=reader&sort=-createdAt                                                    | 100000
            /tickets?search=reader&includeTotal=true                                                  | 200000
            /tickets?search=reader&requesterId=visitor-77                                             | 80 %
            /tickets?tag=tag-77                                                                       | 1000
            /tickets?tag=terminal                                                                     | 20 %
            /tickets/TKT-1/history                                                                    | 1000
            /events                                                                                   | 20000
            /events?type=ticket.deleted                                                               | 30000
            /events?ticketId=TKT-1                                                                    | 30000
            /tickets/TKT-1/comments                                                                   | 1000
            /tickets/TKT-1/comments/{comment}/versions                                                | 1000
            /tickets/TKT-1/attachments                                                                | 1000
            /tickets/TKT-1/escalations                                                                | 1000
            /tickets/escalation-rules                                                                 | 1000
            /tickets/automation-rules                                                                 | 1000
            /tickets/automation-rules/refunds/runs                                                    | 1000
            /ticket-types                                                                             | 1000
            /ticket-types/type-1/versions                                                             | 1000
            /ticket-rotations                                                                         | 1000
            /sla-policies                                                                             | 1000
            /business-calendars                                                                       | 1000
            /users                                                                                    | 1000
            /users?search=name 77                                                                     | 10000
            /teams                                                                                    | 1000
            /merchants                                                                                | 1000
            /merchants?search=name 10077                                                              | 60000
            /mids                                                                                     | 1000
            /leads                                                                                    | 1000
            /applications                                                                             | 1000
            /requesters/erasures                                                                      | 1000
            /tokens                                                                                   | 1000
            /accounts                                                                                 | 1000
            """;

    private static RunningServer first;
    private static RunningServer server;
    private static StatementLog log;
    private static ContractClient client;
    private static String comment;

    record Listing(String path, long rows) {

        static Listing of(String line) {
            String[] cells = line.split("\\|", 2);
            String rows = cells[1].strip();
            return new Listing(
                    cells[0].strip(),
                    rows.endsWith("%")
                            ? Math.round(TICKETS * Double.parseDouble(rows.substring(0, rows.length() - 1)) / 100)
                            : Long.parseLong(rows));
        }

        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Listing> lists() {
        return LISTS.lines().map(Listing::of);
    }

    @BeforeAll
    static void start() throws IOException {
        first = RunningServer.start();
        // ANALYZE reads 300 rows for each. It must read all of them: from a random sample, the plans would be random
        // too.
        first.testDatabase.executeAsSuperuser("""
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %%I SET default_statistics_target = %d', current_database());
                END $$""".formatted(TICKETS / 100));
        try (var sql = QueryPlansTest.class.getResourceAsStream("growth.sql")) {
            first.testDatabase.executeAsSuperuser(new String(sql.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(":tickets", Integer.toString(TICKETS)));
        }
        log = StatementLog.ofPlans(first.testDatabase);
        server = first.beside();
        client = server.operator().with("x-account-id", DemoData.ACCOUNT);
        comment = get("/tickets/TKT-1/comments?pageSize=1")
                .json()
                .at("/data/0/id")
                .asText();
    }

    @AfterAll
    static void stop() {
        server.close();
        first.close();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readNoMoreThanTheyMust(Listing list) {
        assertBounded(list, list.path());
    }

    /** A requester has few tickets among many, or none; the policies that narrow its transactions use an index. */
    @ParameterizedTest
    @CsvSource({
        "external, visitor-77@example.com, /tickets?includeTotal=true",
        "external, visitor-77@example.com, /tickets?status=closed",
        "external, visitor-77@example.com, /tickets?requesterType=external",
        "external, visitor-77@example.com, /tickets?sort=-priority",
        "external, visitor-77@example.com, /tickets?sort=-slaResolutionDue",
        "external, visitor-77@example.com, /tickets?tag=tag-77",
        "external, absent@example.com, /tickets?includeTotal=true",
        "merchant, 1001, /tickets?includeTotal=true",
        "user, ana@harborcards.example, /tickets?includeTotal=true",
        "lead, 3001, /tickets?sort=-createdAt"
    })
    void ofARequesterReadItsTickets(String type, String id, String path) {
        ContractClient requester = server.requester(type, id);

        List<Plan> plans = plans(() -> requester.get(path).expect(200));

        assertThat(requester
                        .get("/tickets?includeTotal=true")
                        .json()
                        .get("total")
                        .asInt())
                .isBetween(id.startsWith("visitor") ? 1 : 0, 40);
        assertBounded(new Listing(path, 1_500), plans);
    }

    @Test
    void ofARequestersTicketReadAPage() {
        ContractClient requester = server.requester("external", "visitor-77@example.com");
        String ticket = "/tickets/"
                + requester
                        .get("/tickets?pageSize=1")
                        .json()
                        .at("/data/0/uniqueId")
                        .asText();

        for (String list : List.of("", "/history?includeTotal=true", "/comments", "/attachments")) {
            assertBounded(
                    new Listing(ticket + list, 1_000),
                    plans(() -> requester.get(ticket + list).expect(200)));
        }
    }

    /** Five hundred rows after the first, none of which is read any more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tickets?sort=createdAt",
                "/tickets?sort=-createdAt",
                "/tickets?sort=updatedAt",
                "/tickets?sort=-updatedAt",
                "/tickets?sort=priority",
                "/tickets?sort=-priority",
                "/tickets?sort=status",
                "/tickets?sort=-status",
                "/tickets?sort=ticketNumber",
                "/tickets?sort=-ticketNumber",
                "/tickets?sort=slaResolutionDue",
                "/tickets?sort=-slaResolutionDue",
                "/tickets/automation-rules/refunds/runs?",
                "/users?",
                "/teams?",
                "/merchants?",
                "/mids?",
                "/leads?",
                "/applications?",
                "/requesters/erasures?",
                "/tokens?",
                "/accounts?"
            })
    void readNoMoreFurtherOn(String list) {
        String path = list + "&pageSize=100";
        String page = path;
        for (int i = 0; i < 5; i++) {
            page = path + "&cursor=" + get(page).json().get("nextCursor").asText();
        }

        assertBounded(new Listing(list, 500), page);
    }

    /** The tickets without a due date come after those that have one, at whichever end of the index they are. */
    @Test
    void continueWhereAnotherPartOfTheIndexBegins() {
        String path = "/tickets?requesterId=visitor-77&requesterId=visitor-78&pageSize=7&sort=-slaResolutionDue";
        List<String> ids = new ArrayList<>();
        String page = path;
        while (page != null) {
            JsonNode answer = get(page).json();
            ids.addAll(answer.get("data").findValuesAsText("id"));
            page = answer.has("nextCursor")
                    ? path + "&cursor=" + answer.get("nextCursor").asText()
                    : null;
        }

        List<List<String>> stored = first.testDatabase.queryAsSuperuser("""
                SELECT id, sla_resolution_due IS NULL
                  FROM docket.tickets
                 WHERE account_id = '2311' AND requester_id IN ('visitor-77', 'visitor-78') AND deleted_at IS NULL
                 ORDER BY sla_resolution_due DESC NULLS LAST, id DESC""");
        assertThat(stored).hasSizeGreaterThan(14).extracting(row -> row.get(1)).contains("t", "f");
        assertThat(ids).isEqualTo(stored.stream().map(row -> row.get(0)).toList());
    }

    @Test
    void ofWordsEndAfterTheNewestTenThousand() {
        String words = "/tickets?pageSize=1&includeTotal=true&search=error";

        // Some of them were deleted.
        assertThat(get(words).json().get("total").asInt()).isBetween(9_900, 10_000);
        assertThat(get(words + "&sort=-ticketNumber").json().at("/data/0/id").asInt())
                .isGreaterThan(TICKETS - 100);
        assertThat(get(words + "&createdFrom=2023-01-01T00:00:00Z")
                        .json()
                        .get("total")
                        .asInt())
                .isGreaterThan(50_000);
    }

    private static void assertBounded(Listing list, String path) {
        assertBounded(list, plans(() -> get(path)));
    }

    private static List<Plan> plans(Runnable request) {
        return log.during(request).stream().map(Plan::parse).toList();
    }

    private static void assertBounded(Listing list, List<Plan> plans) {
        assertThat(plans).isNotEmpty();
        assertThat(plans.stream().flatMap(Plan::readAsAWhole))
                .as(plans::toString)
                .isEmpty();
        assertThat(plans.stream().mapToLong(Plan::rowsRead).sum())
                .as(plans::toString)
                .isLessThanOrEqualTo(list.rows());
    }

    private static Answer get(String path) {
        return client.get(path.replace(" ", "%20").replace("\"", "%22").replace("{comment}", String.valueOf(comment)))
                .expect(200);
    }

    @Test
    void areShownForEveryListOfTheContract() {
        assertThat(Contract.DOCKET.operations().stream()
                        .filter(operation -> operation.parametersIn("query").stream()
                                .anyMatch(parameter ->
                                        parameter.get("name").asText().equals("pageSize")))
                        .map(Operation::toString))
                .isSubsetOf(lists().map(list -> Contract.DOCKET
                                .operation("GET", list.path())
                                .orElseThrow()
                                .toString())
                        .toList());
    }

    @Test
    void areShownForEveryFilterOfTickets() {
        assertThat(Contract.DOCKET.operation("GET", "/tickets").orElseThrow().parametersIn("query").stream()
                        .map(parameter -> parameter.get("name").asText())
                        .filter(name -> !name.equals("cursor")))
                .allMatch(name -> LISTS.contains("?" + name + "=") || LISTS.contains("&" + name + "="));
    }
}
