package dev.docket.server.caching;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read, by its key. Who asks for what is just being read by another waits for that, and shares its failure: if each
 * tried again in turn, the last of many would wait for a database that is away as often as there are others. Thread-safe.
 */
public final class ReadCache<K, V> {

    private final AsyncCache<K, V> cache;

    /** @param limits how much is kept, and for how long */
    public ReadCache(Caffeine<Object, Object> limits) {
        this.cache = limits.buildAsync();
    }

    /**
     * @param read run on this thread, unless another runs it already; null is not kept
     * @throws RuntimeException that of {@code read}
     */
    public @Nullable V get(K key, Function<K, @Nullable V> read) {
        CompletableFuture<@Nullable V> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable V> first = cache.get(key, (asked, executor) -> mine);
        if (first == mine) {
            try {
                mine.complete(read.apply(key));
            } catch (RuntimeException | Error failure) {
                mine.completeExceptionally(failure);
            }
        }
        try {
            return first.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    /** What has been read: waits for nobody. */
    public Optional<V> getIfPresent(K key) {
        return Optional.ofNullable(cache.synchronous().getIfPresent(key));
    }

    public void put(K key, V value) {
        cache.put(key, CompletableFuture.completedFuture(value));
    }

    /** What is just being read is forgotten, too: it may be out of date already. */
    public void invalidate(K key) {
        cache.asMap().remove(key);
    }

    /** Like {@link #invalidate}, for every key. */
    public void invalidateAll() {
        cache.asMap().keySet().forEach(this::invalidate);
    }
}
