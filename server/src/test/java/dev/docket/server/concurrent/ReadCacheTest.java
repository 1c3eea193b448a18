package dev.docket.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.persistence.testing.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadCacheTest {

    private final ReadCache<String, String> cache = new ReadCache<>(Caffeine.newBuilder());

    @Test
    void keepsWhatWasReadUntilItIsForgotten() {
        assertThat(cache.get("key", key -> key + " 1")).isEqualTo("key 1");
        assertThat(cache.get("key", key -> key + " 2")).isEqualTo("key 1");
        cache.invalidate("key");
        assertThat(cache.get("key", key -> key + " 3")).isEqualTo("key 3");
        cache.invalidateAll();
        assertThat(cache.get("key", key -> key + " 4")).isEqualTo("key 4");
        cache.put("key", "put");
        assertThat(cache.get("key", key -> key + " 5")).isEqualTo("put");
    }

    @Test
    void keepsNeitherNothingNorAFailure() {
        assertThat(cache.get("key", key -> null)).isNull();
        IllegalStateException away = new IllegalStateException("away");
        assertThatThrownBy(() -> cache.get("key", key -> {
                    throw away;
                }))
                .isSameAs(away);
        assertThat(cache.get("key", key -> "back")).isEqualTo("back");
    }

    @Test
    void readsOnceForAllConcurrentCallersAndFailsForAllOfThem() throws InterruptedException {
        IllegalStateException away = new IllegalStateException("away");
        CountDownLatch everybodyWaits = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Thread asker = new Thread(() -> cache.get("key", key -> {
                reads.incrementAndGet();
                await(everybodyWaits);
                throw away;
            }));
            asker.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            asker.start();
            askers.add(asker);
        }
        Wait.until(() -> askers.stream().allMatch(asker -> asker.getState() == Thread.State.WAITING));
        everybodyWaits.countDown();
        for (Thread asker : askers) {
            asker.join();
        }

        assertThat(reads).hasValue(1);
        assertThat(failures).hasSize(5).containsOnly(away);
    }

    @Test
    void doesNotKeepWhatWasForgottenWhileItWasRead() {
        assertThat(cache.get("key", key -> {
                    cache.invalidate(key);
                    return "out of date";
                }))
                .isEqualTo("out of date");
        cache.get("other", key -> {
            cache.invalidateAll();
            return "out of date";
        });
        assertThat(cache.get("key", key -> "read again")).isEqualTo("read again");
        assertThat(cache.get("other", key -> "read again")).isEqualTo("read again");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
