package dev.docket.server.concurrent;

import dev.docket.persistence.database.DatabaseUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Groups items submitted by many threads into batches. A caller runs a batch itself if a slot is free, taking every
 * waiting item along; otherwise it waits until another caller has processed its item or a slot becomes free. The class
 * has no threads and no timers of its own. Thread-safe.
 *
 * @param <T> the type of an item; batches that run at the same time have no key in common
 * @param <R> the type of an item's result
 */
public final class Batcher<T, R> {

    private final Limits limits;
    private final Function<T, String> key;
    private final Function<List<T>, List<R>> work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Member<T, R>> waiting = new ArrayDeque<>();
    private final Set<String> runningKeys = new HashSet<>();
    private int runningBatches;

    /**
     * @param batches maximum number of batches that run at the same time
     * @param size maximum number of items in a batch
     * @param keys maximum number of different keys in a batch
     * @param waiting maximum number of waiting items; any further one is rejected at once
     */
    public record Limits(int batches, int size, int keys, int waiting) {}

    /**
     * @param work processes a batch and returns one result per item, in order; if it throws, nothing was done. Then
     *     each item is processed by itself, so that no item fails because of another; except when the database is
     *     unavailable, because the work may be done already
     */
    public Batcher(Limits limits, Function<T, String> key, Function<List<T>, List<R>> work) {
        this.limits = limits;
        this.key = key;
        this.work = work;
    }

    /**
     * Processes {@code item}, alone or in a batch, and returns its result.
     *
     * @throws DatabaseUnavailableException also if too many items wait
     */
    public R submit(T item) {
        lock.lock();
        try {
            if (waiting.size() >= limits.waiting()) {
                throw new DatabaseUnavailableException("too many tickets wait to be stored", null);
            }
            Member<T, R> mine = new Member<>(item, key.apply(item), lock.newCondition());
            waiting.add(mine);
            while (!mine.isDone) {
                List<Member<T, R>> batch = takeBatch();
                if (batch.isEmpty()) {
                    mine.turn.awaitUninterruptibly();
                } else {
                    run(batch);
                }
            }
            return mine.result();
        } finally {
            lock.unlock();
        }
    }

    /** Number of items that wait to be processed. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next batch, in the order of submission; empty if no slot is free, or if the key of every waiting item is in
     * use.
     */
    private List<Member<T, R>> takeBatch() {
        List<Member<T, R>> batch = new ArrayList<>();
        if (runningBatches == limits.batches()) {
            return batch;
        }
        Set<String> keys = new HashSet<>();
        Iterator<Member<T, R>> next = waiting.iterator();
        while (next.hasNext() && batch.size() < limits.size()) {
            Member<T, R> member = next.next();
            if (canRun(member) && (keys.size() < limits.keys() || keys.contains(member.key))) {
                keys.add(member.key);
                batch.add(member);
                next.remove();
            }
        }
        return batch;
    }

    private boolean canRun(Member<T, R> member) {
        return !runningKeys.contains(member.key);
    }

    private void run(List<Member<T, R>> batch) {
        runningBatches++;
        batch.forEach(member -> runningKeys.add(member.key));
        wakeNext();
        lock.unlock();
        try {
            perform(batch);
        } finally {
            lock.lock();
            runningBatches--;
            for (Member<T, R> member : batch) {
                runningKeys.remove(member.key);
                member.isDone = true;
                member.turn.signal();
            }
            wakeNext();
        }
    }

    /** Wakes the first waiting caller that may run; it checks for itself whether a slot is free. */
    private void wakeNext() {
        if (runningBatches < limits.batches()) {
            waiting.stream().filter(this::canRun).findFirst().ifPresent(member -> member.turn.signal());
        }
    }

    private void perform(List<Member<T, R>> batch) {
        try {
            List<R> results =
                    work.apply(batch.stream().map(member -> member.item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result = results.get(i);
            }
        } catch (RuntimeException | StackOverflowError failure) {
            if (batch.size() == 1 || failure instanceof DatabaseUnavailableException) {
                batch.forEach(member -> member.failure = failure);
            } else {
                batch.forEach(member -> perform(List.of(member)));
            }
        } catch (Error failure) {
            // Of no item, but of the process, which may have to end.
            batch.forEach(member -> member.failure = failure);
        }
    }

    private static final class Member<T, R> {

        private final T item;
        private final String key;
        private final Condition turn;
        private boolean isDone;
        private @Nullable R result;
        private @Nullable Throwable failure;

        private Member(T item, String key, Condition turn) {
            this.item = item;
            this.key = key;
            this.turn = turn;
        }

        private R result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
            return result;
        }
    }
}
