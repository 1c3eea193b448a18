package dev.docket.server.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The accounts that tickets are created in, each set up by the API: three agents who take turns by 5, 1, 1, merchants,
 * a business calendar, a service level policy with that calendar, and a ticket type with a custom field that uses both.
 * The first account is the hot one.
 */
record Accounts(int count, String token) {

    /** The server processes only a few streams at a time. */
    private static final int CLIENTS = 4;

    static final int MERCHANTS = 20;
    static final String TYPE = "support";
    static final String POLICY = "standard";

    private static final String DIRECTORY = Stream.concat(
                    Stream.of("ana", "ben", "cho").map("""
                            {"id": "u-%1$s", "user": {"name": "Agent %1$s", "email": "%1$s@agents.example"}}
                            """::formatted),
                    IntStream.range(0, MERCHANTS).mapToObj("""
                            {"id": %1$d, "merchant": {"uniqueId": "m-%1$d", "dbaName": "Shop number %1$d", \
                            "principalContact": {"name": "Owner %1$d", "email": "owner%1$d@shops.example"}}}
                            """::formatted))
            .reduce("", String::concat);

    private static final String CALENDAR = """
            {"id": "office", "name": "Office", "zone": "America/New_York", "weekly": {
              "monday": [{"from": "09:00", "until": "17:00"}], "tuesday": [{"from": "09:00", "until": "17:00"}],
              "wednesday": [{"from": "09:00", "until": "17:00"}], "thursday": [{"from": "09:00", "until": "17:00"}],
              "friday": [{"from": "09:00", "until": "17:00"}]}}
            """;

    private static final String SLA = """
            {"id": "standard", "name": "Standard", "isDefault": true, "calendarId": "office", "targets": {
              "urgent": {"firstResponseMinutes": 60, "resolutionMinutes": 480},
              "high": {"firstResponseMinutes": 120, "resolutionMinutes": 960},
              "medium": {"firstResponseMinutes": 240, "resolutionMinutes": 1440},
              "low": {"firstResponseMinutes": 480, "resolutionMinutes": 2880}}}
            """;

    private static final String ROTATION = """
            {"id": "support", "name": "Support", "userRotationArray": [
              {"userId": "u-ana", "weight": 5}, {"userId": "u-ben", "weight": 1}, {"userId": "u-cho", "weight": 1}]}
            """;

    private static final String TICKET_TYPE = """
            {"id": "support", "name": "Support", "autoAssignmentEnabled": true, "rotationId": "support",
             "slaPolicyId": "standard", "customFields": [
               {"name": "serialNumber", "type": "text", "required": "create", "pattern": "[A-Z]{2}-[0-9]{6}"}]}
            """;

    static String id(int number) {
        return "b%04d".formatted(number);
    }

    /** Returns when all accounts are created. */
    void create(URI server) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Callable<Void>> work = IntStream.range(0, count)
                .<Callable<Void>>mapToObj(number -> () -> {
                    create(http, server, id(number));
                    return null;
                })
                .toList();
        try {
            for (Future<Void> account : pool.invokeAll(work)) {
                account.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("an account could not be created", failure.getCause());
        } finally {
            pool.shutdown();
        }
    }

    private void create(HttpClient http, URI server, String account) throws IOException, InterruptedException {
        post(http, server, "/accounts", null, """
                {"id": "%1$s", "name": "Account %1$s"}""".formatted(account));
        post(http, server, "/directory/import", account, DIRECTORY);
        post(http, server, "/business-calendars", account, CALENDAR);
        post(http, server, "/sla-policies", account, SLA);
        post(http, server, "/ticket-rotations", account, ROTATION);
        post(http, server, "/ticket-types", account, TICKET_TYPE);
    }

    private void post(HttpClient http, URI server, String path, String account, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", path.endsWith("/import") ? "application/x-ndjson" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (account != null) {
            request.header("x-account-id", account);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("POST " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
