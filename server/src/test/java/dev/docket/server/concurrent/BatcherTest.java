package dev.docket.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.persistence.testing.Wait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An item is a text whose first letter is its key; its result is the text in brackets. */
class BatcherTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>();

    /** Each batch begins when a test permits it. */
    private final Semaphore begun = new Semaphore(0);

    private final Semaphore goOn = new Semaphore(0);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneAloneGoesAtOnce() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, this::answer);
        assertThat(batcher.submit("a1")).isEqualTo("[a1]");
        assertThat(batcher.submit("a2")).isEqualTo("[a2]");
        assertThat(batches).containsExactly(List.of("a1"), List.of("a2"));
    }

    @Test
    void whatComesWhileOthersAreAtWorkGoesTogether() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, this::answerWhenLet);
        CompletableFuture<String> first = submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "a2", "b1", "c1");
        goOn.release(2);
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(others).extracting(CompletableFuture::join).containsExactly("[a2]", "[b1]", "[c1]");
        assertThat(batches).containsExactly(List.of("a1"), List.of("a2", "b1", "c1"));
    }

    @Test
    void aBatchHasNoMoreThanItsSize() {
        Batcher<String, String> batcher = batcher(1, 2, 10, 10, this::answerWhenLet);
        submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "b1", "b2", "b3", "b4", "b5");
        goOn.release(4);
        others.forEach(CompletableFuture::join);
        assertThat(batches).containsExactly(List.of("a1"), List.of("b1", "b2"), List.of("b3", "b4"), List.of("b5"));
    }

    @Test
    void aBatchHasNoMoreThanItsKeys() {
        Batcher<String, String> batcher = batcher(1, 10, 1, 10, this::answerWhenLet);
        submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "b1", "c1", "b2", "c2");
        goOn.release(3);
        others.forEach(CompletableFuture::join);
        assertThat(batches).containsExactly(List.of("a1"), List.of("b1", "b2"), List.of("c1", "c2"));
    }

    @Test
    void othersPassBySomethingThatWaitsForItsKey() {
        Batcher<String, String> batcher = batcher(2, 10, 10, 10, items -> {
            if (items.contains("a1")) {
                return answerWhenLet(items);
            }
            return answer(items);
        });
        CompletableFuture<String> first = submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> second = submitInTurn(batcher, "a2");
        assertThat(batcher.submit("b1")).isEqualTo("[b1]");
        assertThat(second.get(0)).isNotDone();
        goOn.release();
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(second.get(0).join()).isEqualTo("[a2]");
        assertThat(batches).containsExactly(List.of("a1"), List.of("b1"), List.of("a2"));
    }

    @Test
    void whatFailsDoesNotFailItsNeighbours() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, items -> {
            answerWhenLet(items);
            if (items.contains("bad")) {
                throw new IllegalStateException("bad");
            }
            return answers(items);
        });
        submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "b1", "bad", "b2");
        goOn.release(5);
        assertThat(others.get(0).join()).isEqualTo("[b1]");
        assertThat(others.get(2).join()).isEqualTo("[b2]");
        assertThatThrownBy(others.get(1)::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(batches)
                .containsExactly(
                        List.of("a1"), List.of("b1", "bad", "b2"), List.of("b1"), List.of("bad"), List.of("b2"));
    }

    @Test
    void whatMayBeDoneAlreadyIsNotDoneAgain() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, items -> {
            answerWhenLet(items);
            throw new DatabaseUnavailableException("not confirmed", null);
        });
        submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "b1", "b2");
        goOn.release(2);
        others.forEach(other -> assertThatThrownBy(other::join).hasCauseInstanceOf(DatabaseUnavailableException.class));
        assertThat(batches).containsExactly(List.of("a1"), List.of("b1", "b2"));
    }

    /** An error that may end the process is never tried again, by which it could get lost. */
    @Test
    void anErrorOfTheJvmReachesAllOfItsBatch() {
        OutOfMemoryError fatal = new OutOfMemoryError("of a test");
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, items -> {
            if (items.size() > 1) {
                throw fatal;
            }
            return answerWhenLet(items);
        });
        CompletableFuture<String> first = submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "a2", "b1");
        goOn.release();
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(others).allSatisfy(other -> assertThatThrownBy(other::join).hasCause(fatal));
    }

    @Test
    void anErrorReachesOnlyItsCallersAndNothingStops() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, items -> {
            if (items.contains("bad")) {
                throw new StackOverflowError();
            }
            return answer(items);
        });
        assertThatThrownBy(() -> batcher.submit("bad")).isInstanceOf(StackOverflowError.class);
        assertThat(batcher.submit("b1")).isEqualTo("[b1]");
    }

    @Test
    void oneTooManyIsRefusedAtOnce() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 2, this::answerWhenLet);
        CompletableFuture<String> first = submit(batcher, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(batcher, "b1", "b2");
        assertThatThrownBy(() -> batcher.submit("b3")).isInstanceOf(DatabaseUnavailableException.class);
        goOn.release(2);
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(others).extracting(CompletableFuture::join).containsExactly("[b1]", "[b2]");
    }

    @Test
    void anInterruptedThreadLosesNeitherItsItemNorTheInterrupt() {
        Batcher<String, String> batcher = batcher(1, 10, 10, 10, this::answer);
        Thread.currentThread().interrupt();
        assertThat(batcher.submit("a1")).isEqualTo("[a1]");
        assertThat(Thread.interrupted()).isTrue();
    }

    /**
     * For any limits and any order of arrival, each caller gets its own result once, and no key runs twice at a time.
     */
    @EachSeed
    void manyAtOnceGetEachTheirOwn(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            int atOnce = 1 + random.nextInt(4);
            int size = 1 + random.nextInt(8);
            int keys = 1 + random.nextInt(size);
            int alphabet = 1 + random.nextInt(6);
            Set<Character> atWork = ConcurrentHashMap.newKeySet();
            AtomicInteger running = new AtomicInteger();
            ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
            CountDownLatch othersWait = new CountDownLatch(1);
            Batcher<String, String> batcher = batcher(atOnce, size, keys, 1_000, items -> {
                Set<Character> mine = new HashSet<>();
                items.forEach(item -> mine.add(item.charAt(0)));
                if (running.incrementAndGet() > atOnce
                        || items.size() > size
                        || mine.size() > keys
                        || !mine.stream().allMatch(atWork::add)) {
                    wrong.add(items.toString());
                }
                Wait.on(othersWait);
                atWork.removeAll(mine);
                running.decrementAndGet();
                if (items.size() > 1 && items.get(0).endsWith("7")) {
                    throw new IllegalStateException("one by one, please");
                }
                return answer(items);
            });
            List<CompletableFuture<Void>> clients = IntStream.range(0, 16)
                    .mapToObj(client -> CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    String item = (char) ('a' + (client + i) % alphabet) + "-" + client + "-" + i;
                                    if (!batcher.submit(item).equals("[" + item + "]")) {
                                        wrong.add(item);
                                    }
                                }
                            },
                            threads))
                    .toList();
            // The first batch is held until others wait, so that some of them are in one batch.
            Wait.until(() -> batcher.waiting() >= 16 - atOnce * size);
            othersWait.countDown();
            clients.forEach(CompletableFuture::join);
            assertThat(wrong).isEmpty();
        }
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(20 * 16 * 100);
        assertThat(batches).anyMatch(batch -> batch.size() > 1);
    }

    private static Batcher<String, String> batcher(
            int atOnce, int size, int keys, int waiting, Function<List<String>, List<String>> work) {
        return new Batcher<>(new Batcher.Limits(atOnce, size, keys, waiting), item -> item.substring(0, 1), work);
    }

    private List<String> answer(List<String> items) {
        batches.add(items);
        return answers(items);
    }

    private List<String> answerWhenLet(List<String> items) {
        batches.add(items);
        begun.release();
        goOn.acquireUninterruptibly();
        return answers(items);
    }

    private static List<String> answers(List<String> items) {
        return items.stream().map(item -> "[" + item + "]").toList();
    }

    private CompletableFuture<String> submit(Batcher<String, String> batcher, String item) {
        return CompletableFuture.supplyAsync(() -> batcher.submit(item), threads);
    }

    /** Submits each item once the one before it waits. */
    private List<CompletableFuture<String>> submitInTurn(Batcher<String, String> batcher, String... items) {
        List<CompletableFuture<String>> results = new ArrayList<>();
        int before = batcher.waiting();
        for (String item : items) {
            results.add(submit(batcher, item));
            Wait.until(() -> batcher.waiting() >= before + results.size());
        }
        return results;
    }
}
