package dev.docket.server.events;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.feed.EventDao;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.server.security.Actor;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.tickets.TicketChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Writers change tickets in short and long transactions, some of which are rolled back, while readers follow the feed:
 * each reader sees each event once, and those of a ticket in their order.
 */
class ConcurrentEventsTest {

    private static final int WRITERS = 8;
    private static final int READERS = 3;
    private static final int TRANSACTIONS = 40;
    private static final int TICKETS = 6;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @EachSeed
    void areSeenOnceAndInOrder(long seed) throws Exception {
        String account = server.nextDemo();
        ContractClient agent = server.clientOf(account);
        List<Long> tickets = IntStream.range(0, TICKETS)
                .mapToObj(at -> agent.post("/tickets", ticket())
                        .expect(201)
                        .json()
                        .get("id")
                        .asLong())
                .toList();
        List<List<String>> seen = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(seed + writer);
                writers.add(threads.submit(() -> write(account, tickets, random)));
            }
            List<Future<List<String>>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                Random random = new Random(seed - 1 - reader);
                readers.add(threads.submit(() -> follow(agent, account, writers, random)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            for (Future<List<String>> reader : readers) {
                seen.add(reader.get());
            }
        } finally {
            threads.shutdownNow();
        }

        List<String> all = new ArrayList<>();
        for (long ticket : tickets) {
            int version = version(agent.get("/tickets/" + ticket).expect(200).header("ETag"));
            IntStream.rangeClosed(1, version).forEach(number -> all.add(ticket + " " + number));
        }
        assertThat(all).as("the control: writers did change tickets").hasSizeGreaterThan(WRITERS * TRANSACTIONS / 2);
        for (List<String> entries : seen) {
            assertThat(entries).containsExactlyInAnyOrderElementsOf(all);
            Map<String, Integer> last = new HashMap<>();
            for (String entry : entries) {
                String[] parts = entry.split(" ");
                int number = Integer.parseInt(parts[1]);
                assertThat(number).as(entry).isEqualTo(last.getOrDefault(parts[0], 0) + 1);
                last.put(parts[0], number);
            }
        }
        assertThat(seen).allMatch(seen.get(0)::equals);
    }

    private static int version(String etag) {
        return Integer.parseInt(etag.replaceAll("\"(\\d+).*", "$1"));
    }

    /** A transaction that is rolled back on purpose. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static Void write(String account, List<Long> tickets, Random random) {
        for (int transactions = 0; transactions < TRANSACTIONS; transactions++) {
            try {
                server.database.write(account, transaction -> {
                    change(transaction, account, tickets, random);
                    return null;
                });
            } catch (RolledBack meant) {
                assertThat(meant).isNotNull();
            }
        }
        return null;
    }

    /** Changes some tickets in the order of their ids, so that no two transactions wait for each other. */
    private static void change(Transaction transaction, String account, List<Long> tickets, Random random) {
        boolean isLong = random.nextInt(4) == 0;
        for (long ticket : tickets) {
            if (random.nextInt(3) > 0) {
                continue;
            }
            Actor actor = Actor.system("writer", "Writer", "test", 0);
            TicketChange.ofEvery(transaction, account, ticket, actor, server.clock.instant())
                    .noting("random", random.nextInt())
                    .store("updated");
            if (isLong) {
                LockSupport.parkNanos(random.nextInt(20_000_000));
            }
        }
        if (random.nextInt(8) == 0) {
            throw new RolledBack();
        }
    }

    /** Follows the feed with pages of various sizes until the writers have ended; now and then it forgets a page. */
    private static List<String> follow(ContractClient agent, String account, List<Future<?>> writers, Random random) {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        boolean isLast;
        do {
            isLast = writers.stream().allMatch(Future::isDone);
            // Other readers number the feed, too, in small parts.
            server.database.write(account, transaction -> {
                EventDao dao = transaction.dao(EventDao.class);
                dao.lock(account);
                return dao.number(account, random.nextInt(1, 6), server.clock.instant());
            });
            JsonNode page;
            do {
                String query =
                        "/events?pageSize=" + random.nextInt(1, 30) + (cursor == null ? "" : "&cursor=" + cursor);
                page = agent.get(query).expect(200).json();
                if (random.nextInt(5) > 0) {
                    page.get("data")
                            .forEach(event ->
                                    seen.add(event.at("/data/ticket/id").asLong() + " "
                                            + event.at("/data/number").asInt()));
                    cursor = page.get("nextCursor").asText();
                } else {
                    // The reader was started again before it stored what it got.
                    isLast = false;
                }
            } while (isLast && page.get("hasMore").asBoolean());
        } while (!isLast);
        return seen;
    }
}
