package dev.docket.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.docket.server.bench.Workload.Request;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The requests of the load, as bytes. */
record Requests(Accounts accounts) {

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final String[] PRIORITIES = {"low", "medium", "high", "urgent"};
    private static final int HOT = 0;

    /** Every tenth ticket is open; closed tickets do not change. */
    private static final int OPEN_EACH = 10;

    Workload createsSpread() {
        return random -> create(random.nextInt(accounts.count()), random);
    }

    Workload createsHot() {
        return random -> create(HOT, random);
    }

    /** Does everything except storing a ticket: the requester is unknown. */
    Workload createsRefused() {
        return random -> {
            String ticket = ticket(random).replace("\"m-", "\"absent-");
            return request("POST", random.nextInt(accounts.count()), "/tickets", ticket, REFUSED);
        };
    }

    /** @param each the least number of tickets of an account, numbered from 1 on */
    Workload reads(long each) {
        return random -> read(random.nextInt(accounts.count()), 1 + random.nextLong(each));
    }

    /** First pages of the account with the most tickets. */
    Workload firstPages() {
        return random -> get(HOT, "/tickets?pageSize=50");
    }

    /** @param cursor of a page far down the list of the account with the most tickets */
    Workload deepPages(String cursor) {
        return random -> get(HOT, "/tickets?pageSize=50&cursor=" + cursor);
    }

    /** Searches that find the same number of tickets at any size. */
    Workload selectiveSearches() {
        return random -> get(HOT, "/tickets?search=" + Texts.RARE_WORD);
    }

    /**
     * Of ten requests, four read a ticket, two list tickets, one searches, one creates, one comments and one changes a
     * ticket.
     *
     * @param each as for reads; at least 10
     */
    Workload mixedDay(long each) {
        return random -> {
            int account = random.nextInt(accounts.count());
            long number = 1 + random.nextLong(each);
            long open = OPEN_EACH * (1 + random.nextLong(each / OPEN_EACH));
            return switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> read(account, number);
                case 4 -> get(account, "/tickets?pageSize=50");
                case 5 -> get(account, "/tickets?pageSize=50&status=open&sort=slaResolutionDue");
                case 6 -> get(account, "/tickets?search=" + "reader%20" + number);
                case 7 -> create(account, random);
                case 8 ->
                    request(
                            "POST",
                            account,
                            "/tickets/TKT-" + open + "/comments",
                            "{\"content\": \"" + Texts.description(random.nextInt()) + "\"}",
                            CREATED);
                default ->
                    request(
                            "PATCH",
                            account,
                            "/tickets/TKT-" + open,
                            "{\"priority\": \"" + PRIORITIES[random.nextInt(PRIORITIES.length)] + "\"}",
                            OK);
            };
        };
    }

    private Request create(int account, SplittableRandom random) {
        return request("POST", account, "/tickets", ticket(random), CREATED);
    }

    static String ticket(SplittableRandom random) {
        int number = random.nextInt(1_000_000);
        return "{\"ticketTypeId\": \"" + Accounts.TYPE + "\", \"subject\": \"Card reader " + number
                + " shows error " + number % 97 + "\", \"description\": \"" + Texts.description(number)
                + "\", \"priority\": \"" + PRIORITIES[number % PRIORITIES.length]
                + "\", \"category\": \"technical\", \"source\": \"phone\", \"requesterId\": \"m-"
                + number % Accounts.MERCHANTS
                + "\", \"requesterType\": \"merchant\", \"customFields\": {\"serialNumber\": \"AB-"
                + (100_000 + number % 900_000) + "\"}, \"tags\": [\"terminal\"]}";
    }

    private Request read(int account, long number) {
        return get(account, "/tickets/TKT-" + number);
    }

    private Request get(int account, String path) {
        return request("GET", account, path, null, OK);
    }

    private Request request(String method, int account, String path, @Nullable String body, int status) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + accounts.token()
                + "\r\nx-account-id: " + Accounts.id(account) + "\r\n";
        if (body == null) {
            return new Request((head + "\r\n").getBytes(UTF_8), status, false);
        }
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        return new Request(
                (head + "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(UTF_8),
                status,
                status == CREATED && path.equals("/tickets"));
    }
}
