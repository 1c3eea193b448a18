package dev.docket.server.concurrent;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache of read values by key. A caller that asks for a key while another reads it waits for that read and shares its
 * failure. If each caller retried in turn, the last of many would wait for an unavailable database once for every other
 * caller. Thread-safe.
 */
public final class ReadCache<K, V> {

    private final AsyncCache<K, Outcome<V>> cache;

    /**
     * A value, a failure, or neither. A failure is stored as an outcome, because the cache would log it with each of
     * its causes.
     */
    private record Outcome<V>(@Nullable V value, @Nullable RuntimeException failure) {}

    /** @param limits how many values are kept, and for how long */
    public ReadCache(Caffeine<Object, Object> limits) {
        this.cache = limits.buildAsync();
    }

    /**
     * @param read run on this thread, unless another thread runs it already; null is not kept
     * @throws RuntimeException that of {@code read}
     */
    public @Nullable V get(K key, Function<K, @Nullable V> read) {
        CompletableFuture<Outcome<V>> mine = new CompletableFuture<>();
        CompletableFuture<Outcome<V>> first = cache.get(key, (asked, executor) -> mine);
        if (first == mine) {
            try {
                Outcome<V> outcome = outcome(key, read);
                if (outcome.value() == null) {
                    cache.asMap().remove(key, mine);
                }
                mine.complete(outcome);
            } catch (Error failure) {
                mine.completeExceptionally(failure);
                throw failure;
            }
        }
        Outcome<V> outcome = first.join();
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.value();
    }

    private static <K, V> Outcome<V> outcome(K key, Function<K, @Nullable V> read) {
        try {
            return new Outcome<>(read.apply(key), null);
        } catch (RuntimeException failure) {
            return new Outcome<>(null, failure);
        }
    }

    /** The cached value; null if none is cached or the read is still running. */
    public @Nullable V known(K key) {
        CompletableFuture<Outcome<V>> read = cache.getIfPresent(key);
        return read != null && read.isDone() ? read.join().value() : null;
    }

    public void put(K key, V value) {
        cache.put(key, CompletableFuture.completedFuture(new Outcome<>(value, null)));
    }

    /** Also discards a read that is still running: its value may be out of date already. */
    public void invalidate(K key) {
        cache.asMap().remove(key);
    }

    /** Like {@link #invalidate}, for every key. */
    public void invalidateAll() {
        cache.asMap().keySet().forEach(this::invalidate);
    }
}
