package dev.docket.sdk;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. {@link #all} and {@link #stream} continue with the pages after it, and request each of them when
 * it is needed.
 *
 * @param <T> an entry of the list
 */
public abstract class Page<T> extends DocketObject {

    @Nullable
    Function<String, Page<?>> following;

    protected Page() {}

    /** The entries of this page. */
    public abstract List<T> getData();

    /** The cursor of the next page, or null on the last page. */
    public abstract @Nullable String getNextCursor();

    /** Of the event feed only, whose last page has a cursor, too: whether more entries exist. */
    public @Nullable Boolean getHasMore() {
        return null;
    }

    /** Reads the next page, or returns null after the last one. */
    @SuppressWarnings("unchecked")
    public @Nullable Page<T> next() {
        String cursor = getNextCursor();
        return cursor == null || Boolean.FALSE.equals(getHasMore())
                ? null
                : (Page<T>)
                        Objects.requireNonNull(following, "not read by the SDK").apply(cursor);
    }

    /** The entries of this page and of all pages after it; at most one page is in memory. */
    public Iterable<T> all() {
        return () -> new Entries<>(this);
    }

    /** The same as {@link #all}. */
    public Stream<T> stream() {
        return StreamSupport.stream(all().spliterator(), false);
    }

    private static final class Entries<T> implements Iterator<T> {

        private @Nullable Page<T> page;
        private Iterator<T> entries;

        Entries(Page<T> first) {
            page = first;
            entries = first.getData().iterator();
        }

        @Override
        public boolean hasNext() {
            while (!entries.hasNext() && page != null) {
                page = page.next();
                entries =
                        page == null ? List.<T>of().iterator() : page.getData().iterator();
            }
            return entries.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return entries.next();
        }
    }
}
