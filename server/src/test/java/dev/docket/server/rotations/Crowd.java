package dev.docket.server.rotations;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that start together. */
public final class Crowd {

    /** One of many threads that do the same. */
    public interface Member<T> {
        /** @param number from 0 */
        T act(int number) throws Exception;
    }

    private Crowd() {}

    /** The results in the order of the threads' numbers; or the first failure. */
    public static <T> List<T> of(int size, Member<T> member) throws Exception {
        CyclicBarrier start = new CyclicBarrier(size);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> acting = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int number = i;
                acting.add(threads.submit(() -> {
                    start.await();
                    return member.act(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : acting) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
