package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.faults.Ledger.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that concurrently create tickets, and read, comment on, change and escalate them. Each repeats a request with
 * its {@code Idempotency-Key} until it succeeds.
 */
final class Load implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The pause of an impatient client between two attempts: the server requests a second. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Half of the tickets are of the first account. */
    private static final int HOT_SHARE = 2;

    private final Ledger ledger;
    private final Supplier<URI> node;
    private final boolean withKeys;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger replayed = new AtomicInteger();
    private final AtomicLong lastSuccessBegan = new AtomicLong(Long.MIN_VALUE);
    private final Interruptions interruptions = new Interruptions();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;

    private record Created(String account, String id) {}

    private Load(Ledger ledger, Supplier<URI> node, boolean withKeys) {
        this.ledger = ledger;
        this.node = node;
        this.withKeys = withKeys;
    }

    /** @param node where to send the next request */
    static Load start(Ledger ledger, int clients, Supplier<URI> node) {
        return start(ledger, clients, node, true);
    }

    /** For a control: clients that repeat unanswered requests without a key. */
    static Load startWithoutKeys(Ledger ledger, int clients, Supplier<URI> node) {
        return start(ledger, clients, node, false);
    }

    private static Load start(Ledger ledger, int clients, Supplier<URI> node, boolean withKeys) {
        Load load = new Load(ledger, node, withKeys);
        for (int i = 0; i < clients; i++) {
            Random random = new Random(Form.SEED + i);
            Thread client = new Thread(() -> load.work(random), "load-" + i);
            client.setDaemon(true);
            load.clients.add(client);
        }
        load.clients.forEach(Thread::start);
        return load;
    }

    /** Returns when this many more requests are acknowledged. */
    void awaitAcknowledged(int more) {
        int enough = ledger.acknowledged() + more;
        Wait.until(() -> ledger.acknowledged() >= enough || !unexpected.isEmpty());
        assertThat(unexpected).isEmpty();
    }

    /** Returns when this many more requests were rejected as temporarily not possible. */
    void awaitUnavailable(int more) {
        int enough = unavailable.get() + more;
        Wait.until(() -> unavailable.get() >= enough);
    }

    /** Returns when a request that was begun after {@code since}, by {@link System#nanoTime}, succeeds. */
    double secondsUntilServed(long since) {
        Wait.until(() -> lastSuccessBegan.get() > since);
        return (System.nanoTime() - since) / 1e9;
    }

    /** Starts no further requests, and returns when all running ones have succeeded. */
    void finish() throws InterruptedException {
        ending = true;
        for (Thread client : clients) {
            client.join(Wait.PATIENCE.toMillis());
            assertThat(client.isAlive()).as("still without a response").isFalse();
        }
        assertThat(unexpected).isEmpty();
    }

    int requests() {
        return requests.get();
    }

    int replayed() {
        return replayed.get();
    }

    /** Number of requests whose response the client never received. */
    int cut() {
        return cut.get();
    }

    Interruptions interruptions() {
        return interruptions;
    }

    @Override
    public void close() {
        ending = true;
        clients.forEach(Thread::interrupt);
    }

    private void work(Random random) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        List<Created> mine = new ArrayList<>();
        try {
            while (!ending) {
                int dice = random.nextInt(11);
                if (mine.isEmpty() || dice < 6) {
                    mine.add(create(http, account(random)));
                } else {
                    Created ticket = mine.get(random.nextInt(mine.size()));
                    if (!change(http, ticket, dice, random)) {
                        // The ledger will show it.
                        mine.remove(ticket);
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            unexpected.add(failure.toString());
        }
    }

    private static String account(Random random) {
        return random.nextInt(HOT_SHARE) == 0
                ? Shop.ACCOUNTS.get(0)
                : Shop.ACCOUNTS.get(random.nextInt(Shop.ACCOUNTS.size()));
    }

    private Created create(HttpClient http, String account) throws InterruptedException {
        String key = ledger.ask(Kind.TICKET, account);
        JsonNode ticket = send(http, "POST", "/tickets", account, key, Shop.TICKET.formatted(key));
        String id = ticket.get("uniqueId").asText();
        ledger.acknowledged(Kind.TICKET, account, key, id);
        ledger.numbered(account, id, ticket.get("ticketNumber").asText());
        return new Created(account, id);
    }

    /** @return whether the ticket still exists */
    private boolean change(HttpClient http, Created ticket, int dice, Random random) throws InterruptedException {
        String path = "/tickets/" + ticket.id();
        return switch (dice) {
            case 6, 7 -> {
                String body = "{\"content\": \"%s\", \"isInternal\": " + random.nextBoolean() + "}";
                yield post(Kind.COMMENT, http, path + "/comments", ticket.account(), body);
            }
            case 8 -> post(Kind.ESCALATION, http, path + "/escalations", ticket.account(), "{\"reason\": \"%s\"}");
            case 9 -> !send(http, "GET", path, ticket.account(), "", "").isMissingNode();
            default -> {
                String status =
                        List.of("open", "in_progress", "waiting_customer").get(random.nextInt(3));
                String priority = List.of("low", "medium", "high").get(random.nextInt(3));
                String body = "{\"status\": \"%s\", \"priority\": \"%s\"}".formatted(status, priority);
                yield !send(http, "PATCH", path, ticket.account(), "", body).isMissingNode();
            }
        };
    }

    /** @param body with a placeholder for the key */
    private boolean post(Kind kind, HttpClient http, String path, String account, String body)
            throws InterruptedException {
        String key = ledger.ask(kind, account);
        JsonNode answer = send(http, "POST", path, account, key, body.formatted(key));
        if (answer.isMissingNode()) {
            return false;
        }
        ledger.acknowledged(kind, account, key, answer.get("id").asText());
        return true;
    }

    /**
     * Repeats the request until it succeeds, and returns the response; null if its resource does not exist any more.
     */
    private JsonNode send(HttpClient http, String method, String path, String account, String key, String body)
            throws InterruptedException {
        while (true) {
            requests.incrementAndGet();
            long began = System.nanoTime();
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(node.get().resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + Shop.TOKEN)
                        .header("x-account-id", account)
                        .header(
                                "Content-Type",
                                method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                        .method(method, BodyPublishers.ofString(body));
                if (withKeys && !key.isEmpty()) {
                    request.header("Idempotency-Key", key);
                }
                HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
                boolean asksToComeBack =
                        answer.headers().firstValue("Retry-After").isPresent();
                if (answer.statusCode() / 100 == 2) {
                    lastSuccessBegan.accumulateAndGet(began, Math::max);
                    interruptions.succeeded();
                    answer.headers().firstValue("Idempotency-Replayed").ifPresent(replay -> replayed.incrementAndGet());
                    return JSON.readTree(answer.body());
                } else if (answer.statusCode() == 404) {
                    return MissingNode.getInstance();
                } else if (answer.statusCode() == 503 && asksToComeBack) {
                    unavailable.incrementAndGet();
                    interruptions.refused();
                } else if (answer.statusCode() == 502) {
                    // From a proxy, whose connection to a node was cut.
                    cut.incrementAndGet();
                    interruptions.refused();
                } else if (answer.statusCode() != 409 || !asksToComeBack) {
                    throw new IllegalStateException(method + " " + path + " " + body + ": " + answer.statusCode() + " "
                            + answer.headers().map() + " " + answer.body());
                }
            } catch (IOException unanswered) {
                cut.incrementAndGet();
                interruptions.refused();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
