package dev.docket.server.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Clients, each a thread with its own connection. */
record LoadGenerator(URI server, CpuTimes cpu) {

    private static final long SEED = 20260306;
    private static final long LONGEST_MICROS = 120_000_000;
    private static final int NO_ANSWER = 0;

    /** Minimum number of counted requests of each client in a closed loop, however long they take. */
    private static final int LEAST = 2;

    /** Sends as many requests as this number of clients can, each after the response to the one before. */
    Run closedLoop(String name, Workload workload, int clients, double warmUpSeconds, double seconds)
            throws InterruptedException {
        return run(name, workload, Arrivals.atOnce(), LEAST, clients, warmUpSeconds, seconds);
    }

    /** Sends this number of requests per second, independently of their responses. */
    Run openLoop(String name, Workload workload, double perSecond, int clients, double warmUpSeconds, double seconds)
            throws InterruptedException {
        return run(name, workload, Arrivals.poisson(perSecond, SEED), 0, clients, warmUpSeconds, seconds);
    }

    /** Measures the requests that are due during the measurement, from when each was due until its response. */
    private Run run(
            String name,
            Workload workload,
            Arrivals arrivals,
            int least,
            int clients,
            double warmUpSeconds,
            double seconds)
            throws InterruptedException {
        long from = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        long until = from + (long) (seconds * 1e9);
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Client client = new Client(workload, arrivals, least, from, until, new SplittableRandom(SEED + i));
            client.setDaemon(true);
            client.setName("client-" + i);
            all.add(client);
        }
        all.forEach(Thread::start);
        sleepUntil(from);
        Cpu before = cpu.now();
        long start = System.nanoTime();
        Histogram latency = new Histogram(LONGEST_MICROS, 3);
        Map<Integer, Long> refused = new TreeMap<>();
        String firstRefusal = "";
        long created = 0;
        for (Client client : all) {
            client.join();
            latency.add(client.latency);
            client.refused.forEach((status, times) -> refused.merge(status, times, Long::sum));
            firstRefusal = firstRefusal.isEmpty() ? client.firstRefusal : firstRefusal;
            created += client.created;
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        return RunBuilder.builder()
                .name(name)
                .clients(clients)
                .count(latency.getTotalCount())
                .seconds(elapsed)
                .latency(latency)
                .cpu(cpu.now().since(before))
                .created(created)
                .refused(refused)
                .firstRefusal(firstRefusal)
                .build();
    }

    private static void sleepUntil(long time) {
        for (long early = time - System.nanoTime(); early > 0; early = time - System.nanoTime()) {
            LockSupport.parkNanos(early);
        }
    }

    private final class Client extends Thread {

        private final Workload workload;
        private final Arrivals arrivals;
        private final int least;
        private final long from;
        private final long until;
        private final SplittableRandom random;
        private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
        private final Map<Integer, Long> refused = new TreeMap<>();
        private String firstRefusal = "";
        private long created;

        private Client(
                Workload workload, Arrivals arrivals, int least, long from, long until, SplittableRandom random) {
            this.least = least;
            this.workload = workload;
            this.arrivals = arrivals;
            this.from = from;
            this.until = until;
            this.random = random;
        }

        /** A missing response is counted, and ends the work of this client. */
        @Override
        public void run() {
            try (HttpConnection connection = new HttpConnection(server)) {
                int counted = 0;
                for (long due = arrivals.next(); due < until || counted < least; due = arrivals.next()) {
                    counted += due < from ? 0 : 1;
                    Workload.Request request = workload.next(random);
                    sleepUntil(due);
                    int status = connection.exchange(request.bytes());
                    if (status != request.status()) {
                        refused.merge(status, 1L, Long::sum);
                        if (firstRefusal.isEmpty() && status != Run.UNAVAILABLE) {
                            firstRefusal = connection.body();
                        }
                        continue;
                    }
                    created += request.creates() ? 1 : 0;
                    if (due >= from) {
                        latency.recordValue(Math.min((System.nanoTime() - due) / 1_000, LONGEST_MICROS));
                    }
                }
            } catch (IOException | RuntimeException unanswered) {
                refused.merge(NO_ANSWER, 1L, Long::sum);
                firstRefusal = unanswered.toString();
            }
        }
    }
}
