package dev.docket.server.http.problem;

import dev.docket.api.model.Violation;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The violations found in one request: the first {@value #MAX}, or as many as have {@value #MAX_CHARACTERS} characters
 * together, and the number of all. A body of 1 MiB can have more than 100,000. Not thread-safe.
 */
public final class ViolationList extends AbstractList<Violation> {

    public static final int MAX = 100;
    private static final int MAX_CHARACTERS = 65_536;

    private final List<Violation> kept = new ArrayList<>();
    private int characters;
    private long leftOut;

    /** The given violations; the same list if it is one of these. */
    public static ViolationList of(Collection<Violation> violations) {
        if (violations instanceof ViolationList list) {
            return list;
        }
        ViolationList list = new ViolationList();
        list.addAll(violations);
        return list;
    }

    /** Whether a further violation is only counted. */
    public boolean isFull() {
        return kept.size() == MAX || characters >= MAX_CHARACTERS;
    }

    @Override
    public boolean add(Violation violation) {
        if (isFull()) {
            leftOut++;
        } else {
            kept.add(violation);
            characters += Objects.requireNonNullElse(violation.getPointer(), "").length();
            characters += violation.getDetail().length();
        }
        return true;
    }

    /** Adds violations; those that another list has left out are left out here, too. */
    @Override
    public boolean addAll(Collection<? extends Violation> violations) {
        violations.forEach(this::add);
        if (violations instanceof ViolationList list) {
            leaveOut(list.leftOut);
        }
        return !violations.isEmpty();
    }

    /** Counts violations that are not added. */
    public void leaveOut(long count) {
        leftOut += count;
    }

    /** Number of all violations, with those that were left out. */
    public long found() {
        return kept.size() + leftOut;
    }

    @Override
    public Violation get(int index) {
        return kept.get(index);
    }

    @Override
    public Violation set(int index, Violation violation) {
        return kept.set(index, violation);
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public void clear() {
        kept.clear();
        characters = 0;
        leftOut = 0;
    }
}
