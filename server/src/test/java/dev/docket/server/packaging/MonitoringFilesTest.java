package dev.docket.server.packaging;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.DocketServer;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.DefaultSettings;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import dev.docket.server.transport.TransportLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alert rules and the dashboard against the metrics of servers that were used. */
class MonitoringFilesTest {

    private static final Pattern SERIES = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:docket|hikaricp|dbscheduler|jvm|process)_[a-z_]+\\b|\\bup\\b");
    private static final Pattern SELECTOR = Pattern.compile("(" + NAME.pattern() + ")\\{([^}]*)}");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=)");

    /** Labels that Prometheus adds. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

    /** Labels of each metric. */
    private static final Map<String, Set<String>> METRICS = new HashMap<>();

    @BeforeAll
    static void useServers() throws IOException {
        METRICS.put("up", Set.of());
        try (RunningServer server = RunningServer.start(TransportLimits.defaults(), TestDatabase.IMPATIENCE);
                Database database = server.testDatabase.open();
                DocketServer node = withJobs(database)) {
            String token = server.tokens
                    .create("test", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            ContractClient client = new ContractClient(node.uri())
                    .with("Authorization", "Bearer " + token)
                    .with("x-account-id", DemoData.ACCOUNT);
            ContractClient lost = server.client();
            client.post("/tickets/automation-rules", """
                            {"id": "seen", "name": "Rule", "events": ["ticket_created"], "conditions": {},
                             "actions": [{"type": "add_tags", "tags": ["seen"]}]}""").expect(201);
            client.post("/tickets", ticket("{\"ticketTypeId\": \"terminal-support\"}"))
                    .expect(201);
            try (RawClient raw = new RawClient(node.uri().getPort())) {
                raw.send("GET / HTTP/2\r\n\r\n").read();
            }
            Wait.until(() -> {
                read(node.managementUri());
                return METRICS.keySet()
                        .containsAll(Set.of(
                                "docket_automation_executions_total",
                                "docket_http_refused_total",
                                "dbscheduler_task_completions_total",
                                "dbscheduler_task_last_run_timestamp_seconds"));
            });
            server.testDatabase.leave();
            lost.get("/tickets").expect(503);
            read(server.managementUri());
            server.testDatabase.comeBack();
        }
    }

    private static DocketServer withJobs(Database database) throws IOException {
        return DocketServer.start(DefaultSettings.builder().runsJobs(true).build(), database, Clock.systemUTC());
    }

    private static void read(URI management) {
        try {
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(management.resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .map(SERIES::matcher)
                    .filter(series -> series.matches())
                    .forEach(series -> METRICS.computeIfAbsent(series.group(1), any -> new TreeSet<>())
                            .addAll(series.group(2) == null ? Set.of() : labels(series.group(2))));
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<String> labels(String selector) {
        // Without the values, which may contain anything.
        return LABEL.matcher(selector.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", ""))
                .results()
                .map(label -> label.group(1))
                .toList();
    }

    /** What an expression names that the servers do not have. */
    private static List<String> unknown(String expression) {
        Set<String> allowed = new TreeSet<>(OF_THE_TARGET);
        List<String> unknown = new ArrayList<>();
        NAME.matcher(expression).results().map(MatchResult::group).forEach(metric -> {
            if (METRICS.containsKey(metric)) {
                allowed.addAll(METRICS.get(metric));
            } else {
                unknown.add(metric);
            }
        });
        SELECTOR.matcher(expression)
                .results()
                .flatMap(selector -> labels(selector.group(2)).stream()
                        .filter(label -> !OF_THE_TARGET.contains(label)
                                && !METRICS.getOrDefault(selector.group(1), Set.of())
                                        .contains(label))
                        .map(label -> selector.group(1) + "." + label))
                .forEach(unknown::add);
        GROUPED.matcher(expression)
                .results()
                .flatMap(group -> Stream.of(group.group(1).strip().split(" *, *")))
                .filter(label -> !allowed.contains(label))
                .forEach(unknown::add);
        return unknown;
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        Yaml.read("monitoring/alerts.yaml").at("/groups/0/rules").forEach(alerts::add);
        return alerts;
    }

    private static JsonNode dashboard() throws IOException {
        return new JsonMapper()
                .readTree(Yaml.PACKAGING.resolve("monitoring/dashboard.json").toFile());
    }

    @Test
    void alertsNameMetricsAndLabelsThatExist() throws IOException {
        assertThat(alerts())
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(unknown(alert.get("expr").asText()))
                        .as(alert.get("alert").asText())
                        .isEmpty())
                .allSatisfy(alert -> assertThat(alert.get("annotations")
                                        .get("summary")
                                        .asText()
                                + alert.get("annotations").get("description").asText())
                        .isNotBlank());
    }

    @Test
    void theDashboardNamesMetricsAndLabelsThatExist() throws IOException {
        List<String> expressions = dashboard().findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(20);
        assertThat(expressions)
                .allSatisfy(expression ->
                        assertThat(unknown(expression)).as(expression).isEmpty());
        assertThat(dashboard().get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    /** Values of labels that alerts compare with, in the tables of the README or in the contract. */
    @Test
    void alertsCompareWithValuesThatAreDocumented() throws IOException {
        String documented = Files.readString(Yaml.PACKAGING.resolve("../README.md"))
                + Files.readString(Yaml.PACKAGING.resolve("../../swagger.yaml"));
        Pattern value = Pattern.compile("\\b(?:result|outcome|reason|task|operation)!?=\"([^\"]*)\"");

        assertThat(alerts().stream()
                        .flatMap(alert -> value.matcher(alert.get("expr").asText())
                                .results()
                                .map(found -> found.group(1))))
                .hasSizeGreaterThan(4)
                .filteredOn(named ->
                        !documented.contains("`" + named + "`") && !documented.contains("operationId: " + named + "\n"))
                .isEmpty();
    }

    @Test
    void theReadmePointsToEachAlert() throws IOException {
        assertThat(alerts()).extracting(alert -> alert.get("alert").asText()).doesNotHaveDuplicates();
        assertThat(Yaml.PACKAGING.resolve("../README.md")).content().contains("(packaging/monitoring/alerts.yaml)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            docket_http_request_queued > 0                                   | docket_http_request_queued
            rate(docket_http_refused_total{code="503"}[5m])                  | docket_http_refused_total.code
            sum by (action) (rate(docket_rotation_turns_total{job="a"}[5m])) | action
            max by (job, node) (docket_outbox_lag_seconds)                   | node
            """)
    void aNameThatDoesNotExistIsFound(String expression, String name) {
        assertThat(unknown(expression)).containsExactly(name);
    }
}
