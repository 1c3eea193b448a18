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
 * Makes one piece of work of what many threads want at the same time. Whoever comes while there is room for another piece
 * begins at once, with all that wait; others wait until somebody did theirs, or room is made. There are no threads and no
 * timers: one of those who want something does it for all. Thread-safe.
 *
 * @param <T> what is wanted; the pieces of work that run at the same time have no key in common
 * @param <R> what becomes of it
 */
public final class Batcher<T, R> {

    private final Limits limits;
    private final Function<T, String> key;
    private final Function<List<T>, List<R>> work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Member<T, R>> waiting = new ArrayDeque<>();
    private final Set<String> keysAtWork = new HashSet<>();
    private int piecesAtWork;

    /**
     * @param pieces of work that may run at the same time
     * @param size of a piece: so many wishes at most
     * @param keys of a piece: so many different ones at most
     * @param waiting wishes that may wait; any further one is refused at once
     */
    public record Limits(int pieces, int size, int keys, int waiting) {}

    /**
     * @param work does all of a piece, and gives what becomes of each in the same order, or throws and has done nothing. Then
     *     each is done by itself, so that none fails for another; but not if the database is away, when it may be done already.
     */
    public Batcher(Limits limits, Function<T, String> key, Function<List<T>, List<R>> work) {
        this.limits = limits;
        this.key = key;
        this.work = work;
    }

    /**
     * What becomes of {@code wish}, once that is done.
     *
     * @throws DatabaseUnavailableException also if too many wait
     */
    public R submit(T wish) {
        lock.lock();
        try {
            if (waiting.size() >= limits.waiting()) {
                throw new DatabaseUnavailableException("too many tickets wait to be stored", null);
            }
            Member<T, R> mine = new Member<>(wish, key.apply(wish), lock.newCondition());
            waiting.add(mine);
            while (!mine.isDone) {
                List<Member<T, R>> piece = takePiece();
                if (piece.isEmpty()) {
                    mine.turn.awaitUninterruptibly();
                } else {
                    lead(piece);
                }
            }
            return mine.result();
        } finally {
            lock.unlock();
        }
    }

    /** How many wishes wait to be taken up. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** In the order in which they came; empty if there is no room, or all that wait have keys that are at work. */
    private List<Member<T, R>> takePiece() {
        List<Member<T, R>> piece = new ArrayList<>();
        if (piecesAtWork == limits.pieces()) {
            return piece;
        }
        Set<String> keys = new HashSet<>();
        Iterator<Member<T, R>> next = waiting.iterator();
        while (next.hasNext() && piece.size() < limits.size()) {
            Member<T, R> member = next.next();
            if (canGo(member) && (keys.size() < limits.keys() || keys.contains(member.key))) {
                keys.add(member.key);
                piece.add(member);
                next.remove();
            }
        }
        return piece;
    }

    private boolean canGo(Member<T, R> member) {
        return !keysAtWork.contains(member.key);
    }

    private void lead(List<Member<T, R>> piece) {
        piecesAtWork++;
        piece.forEach(member -> keysAtWork.add(member.key));
        wakeNext();
        lock.unlock();
        try {
            perform(piece);
        } finally {
            lock.lock();
            piecesAtWork--;
            for (Member<T, R> member : piece) {
                keysAtWork.remove(member.key);
                member.isDone = true;
                member.turn.signal();
            }
            wakeNext();
        }
    }

    /** Whoever is next leads, if there is room: that is for him to see. */
    private void wakeNext() {
        if (piecesAtWork < limits.pieces()) {
            waiting.stream().filter(this::canGo).findFirst().ifPresent(member -> member.turn.signal());
        }
    }

    private void perform(List<Member<T, R>> piece) {
        try {
            List<R> results =
                    work.apply(piece.stream().map(member -> member.wish).toList());
            for (int i = 0; i < piece.size(); i++) {
                piece.get(i).result = results.get(i);
            }
        } catch (DatabaseUnavailableException away) {
            piece.forEach(member -> member.failure = away);
        } catch (RuntimeException | Error failure) {
            if (piece.size() == 1) {
                piece.get(0).failure = failure;
            } else {
                piece.forEach(member -> perform(List.of(member)));
            }
        }
    }

    private static final class Member<T, R> {

        private final T wish;
        private final String key;
        private final Condition turn;
        private boolean isDone;
        private @Nullable R result;
        private @Nullable Throwable failure;

        private Member(T wish, String key, Condition turn) {
            this.wish = wish;
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
