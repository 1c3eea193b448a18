package dev.docket.server.policies;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlaPreviewTest {

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

    private static Answer preview(String json) {
        return client.post("/sla-policies/preview", json.replace('\'', '"'));
    }

    /** Returns a calendar that is open from Monday to Friday. */
    private static String office(String zone, String intervals, String holidays) {
        return """
                {'name': 'C', 'zone': '%s', 'holidays': [%s], 'weekly': {
                 'monday': %3$s, 'tuesday': %3$s, 'wednesday': %3$s, 'thursday': %3$s, 'friday': %3$s}}""".formatted(zone, holidays, intervals);
    }

    private static String instant(String local, String zone) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant().toString();
    }

    /** Monday to Friday 9 to 17 in New York, unless given otherwise; a pause is given by its start and end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-03T10:00 | 240 |                                   |            |       | 2026-03-03T19:00:00Z",
                "2026-03-06T16:30 | 60  |                                   |            |       | 2026-03-09T13:30:00Z",
                "2026-03-06T16:00 | 60  |                                   |            |       | 2026-03-06T22:00:00Z",
                "2026-03-04T17:00 | 1   |                                   |            |       | 2026-03-05T14:01:00Z",
                "2026-07-02T16:00 | 120 |                                   | 2026-07-03 |       | 2026-07-06T14:00:00Z",
                "2026-03-03T11:30 | 60  |                                   |            | split | 2026-03-03T18:30:00Z",
                "2026-03-03T10:00 | 480 | 2026-03-03T15:00 2026-03-04T11:00 |            |       | 2026-03-04T19:00:00Z",
                "2026-03-03T09:00 | 480 | 2026-03-03T17:00 2026-03-04T09:00 |            |       | 2026-03-03T22:00:00Z",
            })
    void agreesWithTheVectors(String start, int target, String pause, String holiday, String hours, String due) {
        String zone = "America/New_York";
        String intervals = hours == null
                ? "[{'from': '09:00', 'until': '17:00'}]"
                : "[{'from': '13:00', 'until': '17:00'}, {'from': '08:00', 'until': '12:00'}]";
        String pauses = pause == null
                ? ""
                : "{'from': '%s', 'until': '%s'}"
                        .formatted(instant(pause.split(" ")[0], zone), instant(pause.split(" ")[1], zone));
        String calendar = office(zone, intervals, holiday == null ? "" : "'" + holiday + "'");

        JsonNode resolution = preview("""
                        {'policy': {'name': 'P', 'targets': {'low': {'resolutionMinutes': %d}}}, 'calendar': %s,
                         'priority': 'low', 'start': '%s', 'pauses': [%s]}""".formatted(target, calendar, instant(start, zone), pauses))
                .expect(200)
                .json()
                .get("resolution");

        assertThat(resolution.get("dueAt").asText()).isEqualTo(due);
        assertThat(resolution.get("businessSeconds").asInt()).isEqualTo(target * 60);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/London, 2026-03-27T16:30, 2026-03-30T08:30:00Z",
        "Asia/Kolkata,  2026-03-06T16:30, 2026-03-09T04:00:00Z"
    })
    void agreesWithTheVectorsOfOtherZones(String zone, String start, String due) {
        assertThat(preview("""
                        {'policy': {'name': 'P', 'targets': {'low': {'resolutionMinutes': 60}}}, 'calendar': %s,
                         'priority': 'low', 'start': '%s'}""".formatted(
                                office(zone, "[{'from': '09:00', 'until': '17:00'}]", ""), instant(start, zone)))
                        .expect(200)
                        .json()
                        .at("/resolution/dueAt")
                        .asText())
                .isEqualTo(due);
    }

    @Test
    void runsAroundTheClockWithoutACalendar() {
        assertThat(preview("""
                        {'policy': {'name': 'P', 'targets': {'low': {'resolutionMinutes': 60}}}, 'priority': 'low',
                         'start': '2026-11-01T05:30:00Z'}""").expect(200).json().at("/resolution/dueAt").asText())
                .isEqualTo("2026-11-01T06:30:00Z");
    }

    @Test
    void showsBothTargetsAndWhatWasCounted() {
        assertThatJson(preview("""
                        {'policyId': 'standard', 'priority': 'high', 'start': '2026-03-06T21:30:00Z', 'pauses': [
                          {'from': '2026-03-09T14:00:00Z', 'until': '2026-03-09T14:30:00Z'},
                          {'from': '2026-03-09T14:15:00Z', 'until': '2026-03-09T15:00:00Z'},
                          {'from': '2026-03-07T00:00:00Z', 'until': '2026-03-07T00:00:00Z'}]}""").expect(200).body()).isEqualTo("""
                        {
                          "priority": "high",
                          "start": "2026-03-06T21:30:00Z",
                          "firstResponse": {
                            "minutes": 60,
                            "atRiskAt": "2026-03-09T13:18:00Z",
                            "dueAt": "2026-03-09T13:30:00Z",
                            "businessSeconds": 3600,
                            "spans": [
                              {"from": "2026-03-06T21:30:00Z", "until": "2026-03-06T22:00:00Z"},
                              {"from": "2026-03-09T13:00:00Z", "until": "2026-03-09T13:30:00Z"}]
                          },
                          "resolution": {
                            "minutes": 480,
                            "atRiskAt": "2026-03-09T19:54:00Z",
                            "dueAt": "2026-03-10T13:30:00Z",
                            "businessSeconds": 28800,
                            "spans": [
                              {"from": "2026-03-06T21:30:00Z", "until": "2026-03-06T22:00:00Z"},
                              {"from": "2026-03-09T13:00:00Z", "until": "2026-03-09T14:00:00Z"},
                              {"from": "2026-03-09T15:00:00Z", "until": "2026-03-09T21:00:00Z"},
                              {"from": "2026-03-10T13:00:00Z", "until": "2026-03-10T13:30:00Z"}]
                          }
                        }""");
    }

    @Test
    void pausesTheFirstResponseIfThePolicySaysSo() {
        String body = """
                {'policy': {'name': 'P', 'pausesFirstResponse': %s}, 'priority': 'high', 'start': '2026-03-06T21:30:00Z',
                 'pauses': [{'from': '2026-03-06T21:40:00Z', 'until': '2026-03-06T21:50:00Z'}]}""";

        assertThat(preview(body.formatted(true))
                        .json()
                        .at("/firstResponse/dueAt")
                        .asText())
                .isEqualTo("2026-03-06T22:40:00Z");
        assertThat(preview(body.formatted(false))
                        .json()
                        .at("/firstResponse/dueAt")
                        .asText())
                .isEqualTo("2026-03-06T22:30:00Z");
    }

    @Test
    void isOfTheDefaultWherePolicyAndCalendarAreNotSaid() {
        assertThat(preview("{'priority': 'urgent', 'start': '2026-03-06T22:00:00Z'}")
                        .expect(200)
                        .json()
                        .at("/firstResponse/dueAt")
                        .asText())
                .isEqualTo("2026-03-09T13:15:00Z");
        assertThat(preview("""
                        {'policy': {'name': 'P', 'calendarId': 'new-york'}, 'priority': 'urgent',
                         'start': '2026-03-06T22:00:00Z'}""").json().at("/firstResponse/dueAt").asText()).isEqualTo("2026-03-09T13:15:00Z");
        assertThat(preview("""
                        {'policy': {'name': 'P'}, 'calendarId': 'new-york', 'priority': 'urgent',
                         'start': '2026-03-06T22:00:00Z'}""").json().at("/firstResponse/dueAt").asText()).isEqualTo("2026-03-09T13:15:00Z");
    }

    @Test
    void saysWhatIsNotPromisedAndWhatTakesTooLong() {
        JsonNode preview = preview("""
                        {'policy': {'name': 'P', 'targets': {'low': {'resolutionMinutes': 525600}}}, 'priority': 'low',
                         'start': '2026-03-06T22:00:00Z', 'calendar': {'name': 'C', 'zone': 'UTC', 'weekly': {
                         'monday': [{'from': '00:00', 'until': '00:01'}]}}}""").expect(200).json();

        assertThatJson(preview.get("firstResponse")).isEqualTo("{\"spans\": []}");
        assertThatJson(preview.get("resolution")).isEqualTo("{\"minutes\": 525600, \"spans\": []}");
    }

    @Test
    void showsAHundredSpansAtMost() {
        JsonNode resolution = preview("""
                        {'policy': {'name': 'P', 'targets': {'low': {'resolutionMinutes': 200}}}, 'priority': 'low',
                         'start': '2026-03-06T22:00:00Z', 'calendar': {'name': 'C', 'zone': 'UTC', 'weekly': {
                         'monday': [{'from': '00:00', 'until': '00:01'}]}}}""").expect(200).json().get("resolution");

        assertThat(resolution.get("spans")).hasSize(100);
        assertThat(resolution.get("businessSeconds").asInt()).isEqualTo(12_000);
    }

    @Test
    void storesNothing() {
        String before = client.get("/sla-policies").body()
                + client.get("/business-calendars").body();

        preview("{'policy': {'id': 'standard', 'name': 'P'}, 'priority': 'low', 'start': '2026-03-06T22:00:00Z'}")
                .expect(200);

        assertThat(client.get("/sla-policies").body()
                        + client.get("/business-calendars").body())
                .isEqualTo(before);
    }

    @Test
    void reportsEverythingThatIsWrong() {
        assertThat(preview("{'policyId': 'a b', 'policy': {}, 'priority': 'x', 'pauses': [{}]}")
                        .violations())
                .containsExactlyInAnyOrder(
                        "/policyId invalid_format",
                        "/policy/name required",
                        "/priority unknown_value",
                        "/start required",
                        "/pauses/0/from required",
                        "/pauses/0/until required");
        assertThat(preview("""
                        {'policyId': 'none', 'policy': {'name': 'P', 'calendarId': 'none'}, 'calendarId': 'none',
                         'calendar': {'name': 'C', 'zone': 'Mars', 'weekly': {}}, 'priority': 'low',
                         'start': '2026-03-06T22:00:00Z', 'pauses': [
                           {'from': '2026-03-06T22:00:00Z', 'until': '2026-03-06T21:00:00Z'},
                           {'from': '2026-03-06T22:00:00Z', 'until': '2036-03-06T22:00:01Z'}]}""").violations())
                .containsExactly(
                        "/policyId unknown_reference",
                        "/policy contradiction",
                        "/policy/calendarId unknown_reference",
                        "/calendarId unknown_reference",
                        "/calendar contradiction",
                        "/calendar/zone unknown_value",
                        "/pauses/0/until contradiction",
                        "/pauses/1/until out_of_range");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "-2026-03-06T22:00:00Z",
                "+2026-03-06T22:00:00Z",
                "26-03-06T22:00:00Z",
                "2026-3-6T22:00:00Z",
                "2026-03-06T22:00:00",
                "2026-03-06 22:00:00Z",
                "2026-W10-5T22:00:00Z"
            })
    void refusesWhatIsNotATimeOfRfc3339(String start) {
        assertThat(preview("{'priority': 'low', 'start': '%s'}".formatted(start))
                        .violations())
                .containsExactly("/start wrong_type");
    }

    @ParameterizedTest
    @CsvSource({"0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void refusesATimeFarAway(String start) {
        assertThat(preview("{'priority': 'low', 'start': '%s'}".formatted(start))
                        .violations())
                .containsExactly("/start out_of_range");
        preview("""
                {'priority': 'low', 'start': '2026-03-06T22:00:00Z', 'pauses': [
                  {'from': '%1$s', 'until': '%1$s'}]}""".formatted(start));
    }
}
