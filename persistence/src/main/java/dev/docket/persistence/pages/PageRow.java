package dev.docket.persistence.pages;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A row of a page that ends early if its rows are large: {@link EndsByBytes}.
 *
 * @param hasMore whether the statement found another row after this one. If this is the last row of the result, the
 *     other rows were left out, because the page would have been too large.
 */
public record PageRow<R>(R row, boolean hasMore) {

    /** Whether rows were left out at the end, because the page would have been too large. */
    public static boolean endedEarly(List<? extends PageRow<?>> rows) {
        return !rows.isEmpty() && rows.get(rows.size() - 1).hasMore();
    }

    /** @param mapping of all rows at once, to as many in the same order */
    public static <R, T> List<PageRow<T>> map(List<PageRow<R>> rows, Function<List<R>, List<T>> mapping) {
        List<T> mapped = mapping.apply(rows.stream().map(PageRow::row).toList());
        return IntStream.range(0, rows.size())
                .mapToObj(at -> new PageRow<>(mapped.get(at), rows.get(at).hasMore()))
                .toList();
    }

    /** Rows that are too small to end a page early. */
    public static <R> List<PageRow<R>> ofSmall(List<R> rows) {
        return rows.stream().map(row -> new PageRow<>(row, false)).toList();
    }
}
