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

/** A wish is a text whose first letter is its key; what becomes of it is the text in brackets. */
class BatcherTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<List<String>> pieces = new ConcurrentLinkedQueue<>();

    /** Each piece begins when a test lets it. */
    private final Semaphore begun = new Semaphore(0);

    private final Semaphore goOn = new Semaphore(0);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneAloneGoesAtOnce() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 10, this::answer);
        assertThat(gatherer.submit("a1")).isEqualTo("[a1]");
        assertThat(gatherer.submit("a2")).isEqualTo("[a2]");
        assertThat(pieces).containsExactly(List.of("a1"), List.of("a2"));
    }

    @Test
    void whatComesWhileOthersAreAtWorkGoesTogether() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 10, this::answerWhenLet);
        CompletableFuture<String> first = submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(gatherer, "a2", "b1", "c1");
        goOn.release(2);
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(others).extracting(CompletableFuture::join).containsExactly("[a2]", "[b1]", "[c1]");
        assertThat(pieces).containsExactly(List.of("a1"), List.of("a2", "b1", "c1"));
    }

    @Test
    void aPieceHasNoMoreThanItsSize() {
        Batcher<String, String> gatherer = gatherer(1, 2, 10, 10, this::answerWhenLet);
        submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(gatherer, "b1", "b2", "b3", "b4", "b5");
        goOn.release(4);
        others.forEach(CompletableFuture::join);
        assertThat(pieces).containsExactly(List.of("a1"), List.of("b1", "b2"), List.of("b3", "b4"), List.of("b5"));
    }

    @Test
    void aPieceHasNoMoreThanItsKeys() {
        Batcher<String, String> gatherer = gatherer(1, 10, 1, 10, this::answerWhenLet);
        submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(gatherer, "b1", "c1", "b2", "c2");
        goOn.release(3);
        others.forEach(CompletableFuture::join);
        assertThat(pieces).containsExactly(List.of("a1"), List.of("b1", "b2"), List.of("c1", "c2"));
    }

    @Test
    void othersPassBySomethingThatWaitsForItsKey() {
        Batcher<String, String> gatherer = gatherer(2, 10, 10, 10, wishes -> {
            if (wishes.contains("a1")) {
                return answerWhenLet(wishes);
            }
            return answer(wishes);
        });
        CompletableFuture<String> first = submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> second = submitInTurn(gatherer, "a2");
        assertThat(gatherer.submit("b1")).isEqualTo("[b1]");
        assertThat(second.get(0)).isNotDone();
        goOn.release();
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(second.get(0).join()).isEqualTo("[a2]");
        assertThat(pieces).containsExactly(List.of("a1"), List.of("b1"), List.of("a2"));
    }

    @Test
    void whatFailsDoesNotFailItsNeighbours() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 10, wishes -> {
            answerWhenLet(wishes);
            if (wishes.contains("bad")) {
                throw new IllegalStateException("bad");
            }
            return answers(wishes);
        });
        submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(gatherer, "b1", "bad", "b2");
        goOn.release(5);
        assertThat(others.get(0).join()).isEqualTo("[b1]");
        assertThat(others.get(2).join()).isEqualTo("[b2]");
        assertThatThrownBy(others.get(1)::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(pieces)
                .containsExactly(
                        List.of("a1"), List.of("b1", "bad", "b2"), List.of("b1"), List.of("bad"), List.of("b2"));
    }

    @Test
    void whatMayBeDoneAlreadyIsNotDoneAgain() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 10, wishes -> {
            answerWhenLet(wishes);
            throw new DatabaseUnavailableException("not confirmed", null);
        });
        submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(gatherer, "b1", "b2");
        goOn.release(2);
        others.forEach(other -> assertThatThrownBy(other::join).hasCauseInstanceOf(DatabaseUnavailableException.class));
        assertThat(pieces).containsExactly(List.of("a1"), List.of("b1", "b2"));
    }

    @Test
    void anErrorReachesThoseWhomItConcernsAndNothingStops() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 10, wishes -> {
            if (wishes.contains("bad")) {
                throw new StackOverflowError();
            }
            return answer(wishes);
        });
        assertThatThrownBy(() -> gatherer.submit("bad")).isInstanceOf(StackOverflowError.class);
        assertThat(gatherer.submit("b1")).isEqualTo("[b1]");
    }

    @Test
    void oneTooManyIsRefusedAtOnce() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 2, this::answerWhenLet);
        CompletableFuture<String> first = submit(gatherer, "a1");
        begun.acquireUninterruptibly();
        List<CompletableFuture<String>> others = submitInTurn(gatherer, "b1", "b2");
        assertThatThrownBy(() -> gatherer.submit("b3")).isInstanceOf(DatabaseUnavailableException.class);
        goOn.release(2);
        assertThat(first.join()).isEqualTo("[a1]");
        assertThat(others).extracting(CompletableFuture::join).containsExactly("[b1]", "[b2]");
    }

    @Test
    void anInterruptedThreadLosesNeitherItsWishNorTheInterrupt() {
        Batcher<String, String> gatherer = gatherer(1, 10, 10, 10, this::answer);
        Thread.currentThread().interrupt();
        assertThat(gatherer.submit("a1")).isEqualTo("[a1]");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Whatever the limits and whoever comes when: each gets its own, once; and no key is at work twice. */
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
            Batcher<String, String> gatherer = gatherer(atOnce, size, keys, 1_000, wishes -> {
                Set<Character> mine = new HashSet<>();
                wishes.forEach(wish -> mine.add(wish.charAt(0)));
                if (running.incrementAndGet() > atOnce
                        || wishes.size() > size
                        || mine.size() > keys
                        || !mine.stream().allMatch(atWork::add)) {
                    wrong.add(wishes.toString());
                }
                Wait.on(othersWait);
                atWork.removeAll(mine);
                running.decrementAndGet();
                if (wishes.size() > 1 && wishes.get(0).endsWith("7")) {
                    throw new IllegalStateException("one by one, please");
                }
                return answer(wishes);
            });
            List<CompletableFuture<Void>> clients = IntStream.range(0, 16)
                    .mapToObj(client -> CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    String wish = (char) ('a' + (client + i) % alphabet) + "-" + client + "-" + i;
                                    if (!gatherer.submit(wish).equals("[" + wish + "]")) {
                                        wrong.add(wish);
                                    }
                                }
                            },
                            threads))
                    .toList();
            // However many there are at first: so that some of what comes then goes together.
            Wait.until(() -> gatherer.waiting() >= 16 - atOnce * size);
            othersWait.countDown();
            clients.forEach(CompletableFuture::join);
            assertThat(wrong).isEmpty();
        }
        assertThat(pieces.stream().mapToInt(List::size).sum()).isEqualTo(20 * 16 * 100);
        assertThat(pieces).anyMatch(piece -> piece.size() > 1);
    }

    private static Batcher<String, String> gatherer(
            int atOnce, int size, int keys, int waiting, Function<List<String>, List<String>> work) {
        return new Batcher<>(new Batcher.Limits(atOnce, size, keys, waiting), wish -> wish.substring(0, 1), work);
    }

    private List<String> answer(List<String> wishes) {
        pieces.add(wishes);
        return answers(wishes);
    }

    private List<String> answerWhenLet(List<String> wishes) {
        pieces.add(wishes);
        begun.release();
        goOn.acquireUninterruptibly();
        return answers(wishes);
    }

    private static List<String> answers(List<String> wishes) {
        return wishes.stream().map(wish -> "[" + wish + "]").toList();
    }

    private CompletableFuture<String> submit(Batcher<String, String> gatherer, String wish) {
        return CompletableFuture.supplyAsync(() -> gatherer.submit(wish), threads);
    }

    /** Each waits before the next one comes. */
    private List<CompletableFuture<String>> submitInTurn(Batcher<String, String> gatherer, String... wishes) {
        List<CompletableFuture<String>> results = new ArrayList<>();
        int before = gatherer.waiting();
        for (String wish : wishes) {
            results.add(submit(gatherer, wish));
            Wait.until(() -> gatherer.waiting() >= before + results.size());
        }
        return results;
    }
}
