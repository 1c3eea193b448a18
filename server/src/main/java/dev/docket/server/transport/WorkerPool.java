package dev.docket.server.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests on a bounded number of threads. The requests of one token, or of one account, never hold all workers.
 * When a worker is free, it takes a request of the account that has the fewest workers. When the queue is full, the
 * account with the most waiting requests loses its last one.
 *
 * <p>A stream may wait for its client, so it runs beside the workers and holds none. Thread-safe.
 */
final class WorkerPool {

    /** What one token or one account has here. */
    private static final class Load {
        private int running;
        private int waiting;
    }

    /** The waiting requests of one sender, in their order; gone when none waits. */
    private record Line(Sender sender, Load token, Load account, Deque<Place> places) {}

    /** A request that waits for a worker or has one. */
    final class Place {

        private final Line line;
        private final Consumer<Place> work;
        private final Consumer<Refusal> refused;
        private final long number;
        private final long since = System.nanoTime();
        private boolean hasWorker;

        private Place(Line line, Consumer<Place> work, Consumer<Refusal> refused, long number) {
            this.line = line;
            this.work = work;
            this.refused = refused;
            this.number = number;
        }

        /** When the request must be done, by {@link System#nanoTime()}. */
        long deadline() {
            return since + limits.requestTimeout().toNanos();
        }

        /** Leaves the worker to another request, though this one continues on its thread. */
        void leave() {
            end(this);
        }

        private void run() {
            try {
                work.accept(this);
            } finally {
                end(this);
            }
        }
    }

    private final TransportLimits limits;
    private final ThreadPoolExecutor threads;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Map<Sender, Line> lines = new HashMap<>();
    private final Map<Object, Load> tokens = new HashMap<>();
    private final Map<Object, Load> accounts = new HashMap<>();
    private int working;
    private int waiting;
    private long numbers;

    WorkerPool(TransportLimits limits) {
        this.limits = limits;
        this.threads = threads(limits.workers() + limits.maxStreams());
    }

    /**
     * Runs a request once a worker is free.
     *
     * @param refused receives the reason if it is not to be run
     */
    void run(Sender sender, Consumer<Place> work, Consumer<Refusal> refused) {
        Place next;
        Place last;
        lock.lock();
        try {
            add(sender, work, refused);
            next = takeNext();
            last = waiting > limits.maxQueuedRequests() ? removeLast() : null;
        } finally {
            lock.unlock();
        }
        start(next);
        if (last != null) {
            last.refused.accept(Refusal.busy("all workers are taken and the queue is full"));
        }
    }

    /**
     * Runs a request that streams, on a thread beside the workers.
     *
     * @throws RejectedExecutionException if the pool was stopped
     */
    void stream(Runnable work) {
        threads.execute(work);
    }

    /** Refuses the requests that have waited for too long; {@code now} is by {@link System#nanoTime()}. */
    void expire(long now) {
        List<Place> late = new ArrayList<>();
        lock.lock();
        try {
            if (waiting > 0) {
                lines.values()
                        .forEach(line -> line.places().stream()
                                .takeWhile(place -> now - place.deadline() >= 0)
                                .forEach(late::add));
                late.forEach(this::remove);
            }
        } finally {
            lock.unlock();
        }
        late.forEach(place -> place.refused.accept(Refusal.busy("no worker was free in time")));
    }

    /** Number of requests that run now, on workers and beside them. */
    int running() {
        return threads.getActiveCount();
    }

    /** Number of workers that run a request now. */
    int working() {
        lock.lock();
        try {
            return working;
        } finally {
            lock.unlock();
        }
    }

    /** Number of requests that wait for a worker now. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what runs. */
    void stop() {
        threads.shutdownNow();
    }

    private void start(@Nullable Place place) {
        if (place == null) {
            return;
        }
        try {
            threads.execute(place::run);
        } catch (RejectedExecutionException stopped) {
            place.refused.accept(Refusal.busy("the server stops"));
        }
    }

    private void end(Place place) {
        Place next = null;
        lock.lock();
        try {
            if (place.hasWorker) {
                place.hasWorker = false;
                working--;
                place.line.token().running--;
                place.line.account().running--;
                forgetIfDone(place.line);
                next = takeNext();
            }
        } finally {
            lock.unlock();
        }
        start(next);
    }

    private void add(Sender sender, Consumer<Place> work, Consumer<Refusal> refused) {
        Line line = lines.computeIfAbsent(
                sender,
                any -> new Line(
                        sender,
                        tokens.computeIfAbsent(sender.tokenOrSelf(), key -> new Load()),
                        accounts.computeIfAbsent(sender.account(), key -> new Load()),
                        new ArrayDeque<>()));
        line.places().addLast(new Place(line, work, refused, numbers++));
        line.token().waiting++;
        line.account().waiting++;
        waiting++;
    }

    /** @return the request that is to run next; null if no worker is free, or none of the requests may have it */
    private @Nullable Place takeNext() {
        if (working >= limits.workers() || waiting == 0) {
            return null;
        }
        Place next = lines.values().stream()
                .filter(this::mayRun)
                .min(Comparator.<Line>comparingInt(line -> line.account().running)
                        .thenComparingInt(line -> line.token().running)
                        .thenComparingLong(line -> line.places().getFirst().number))
                .map(line -> line.places().getFirst())
                .orElse(null);
        if (next != null) {
            working++;
            next.hasWorker = true;
            next.line.token().running++;
            next.line.account().running++;
            remove(next);
        }
        return next;
    }

    private boolean mayRun(Line line) {
        return !line.places().isEmpty()
                && line.token().running < limits.workerShare().perToken()
                && line.account().running < limits.workerShare().perAccount();
    }

    private @Nullable Place removeLast() {
        Place last = lines.values().stream()
                .filter(line -> !line.places().isEmpty())
                .max(Comparator.<Line>comparingInt(line -> line.account().waiting)
                        .thenComparingInt(line -> line.token().waiting)
                        .thenComparingLong(line -> line.places().getLast().number))
                .map(line -> line.places().getLast())
                .orElse(null);
        if (last != null) {
            remove(last);
        }
        return last;
    }

    private void remove(Place place) {
        Line line = place.line;
        if (line.places().peekFirst() == place) {
            line.places().removeFirst();
        } else {
            line.places().removeLastOccurrence(place);
        }
        line.token().waiting--;
        line.account().waiting--;
        waiting--;
        forgetIfDone(line);
    }

    private void forgetIfDone(Line line) {
        Sender sender = line.sender();
        if (line.token().running + line.token().waiting == 0) {
            tokens.remove(sender.tokenOrSelf());
        }
        if (line.account().running + line.account().waiting == 0) {
            accounts.remove(sender.account());
        }
        if (line.places().isEmpty()) {
            // A line that has begun since is another one.
            lines.remove(sender, line);
        }
    }

    private static ThreadPoolExecutor threads(int number) {
        AtomicInteger names = new AtomicInteger();
        return new ThreadPoolExecutor(number, number, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "docket-http-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
