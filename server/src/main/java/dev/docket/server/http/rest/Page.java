package dev.docket.server.http.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import dev.docket.server.http.json.JsonBody;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list sorted by a key. Its cursor contains the key of its last entry, so that the next page begins after
 * that entry even if others were added or removed meanwhile. {@link CursorMarks} adds which list it belongs to.
 *
 * <p>A page ends before the entry with which its JSON would exceed {@link #MAX_BYTES}, but not before its first.
 */
public final class Page<T> {

    /** Bytes of the entries of a page with more than one. */
    public static final int MAX_BYTES = EndsByBytes.MAX_BYTES;

    /** Ends the mark of a cursor, which tells its list; no key contains it. */
    static final char AFTER_MARK = '.';

    static final String NOT_A_CURSOR =
            "is not a cursor of this list with these filters and this sort; send nextCursor unchanged, or omit it";

    private static final JsonMapper ENTRIES = JsonMappers.contract();
    private static final JsonMapper CURSORS = new JsonMapper();
    private static final TypeReference<List<String>> KEY = new TypeReference<>() {};

    private final int size;
    private final IntFunction<T> entry;
    private final IntFunction<List<String>> key;
    private final boolean hasMore;
    private final @Nullable Long total;
    private final @Nullable List<String> end;

    private Page(int size, IntFunction<T> entry, IntFunction<List<String>> key, boolean hasMore, @Nullable Long total) {
        this(size, entry, key, hasMore, total, null);
    }

    private Page(
            int size,
            IntFunction<T> entry,
            IntFunction<List<String>> key,
            boolean hasMore,
            @Nullable Long total,
            @Nullable List<String> end) {
        this.size = size;
        this.entry = entry;
        this.key = key;
        this.hasMore = hasMore;
        this.total = total;
        this.end = end;
    }

    /**
     * Makes a page of a feed, which always has a next cursor.
     *
     * @param key the parts of an entry's key, as text
     * @param end the key where the next page begins, even if that page has no entries yet
     */
    public static <T> Page<T> ofFeed(
            List<T> entries, Function<? super T, List<String>> key, List<String> end, boolean hasMore) {
        return new Page<>(entries.size(), entries::get, at -> key.apply(entries.get(at)), hasMore, null, end);
    }

    /**
     * Makes a page of the rows that a query found.
     *
     * @param rows in the order of the key, with one more than the page size if further rows exist, or fewer if they are
     *     large
     * @param key the parts of an entry's key, as text
     * @param total number of entries on all pages; null if it was not requested
     */
    public static <T> Page<T> of(
            List<PageRow<T>> rows, int pageSize, Function<? super T, List<String>> key, @Nullable Long total) {
        int size = Math.min(rows.size(), pageSize);
        boolean hasMore = rows.size() > size || PageRow.endedEarly(rows);
        return new Page<>(
                size, at -> rows.get(at).row(), at -> key.apply(rows.get(at).row()), hasMore, total);
    }

    /** A page of what an entry is mapped to, which happens as the page is made: for entries that fit on it. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(size, at -> mapping.apply(entry.apply(at)), key, hasMore, total, end);
    }

    /** @param mapping of all entries at once, to as many in the same order */
    public <R> Page<R> mapAll(Function<List<T>, List<R>> mapping) {
        List<R> mapped = mapping.apply(IntStream.range(0, size).mapToObj(entry).toList());
        return new Page<>(size, mapped::get, key, hasMore, total, end);
    }

    /**
     * A page as it is sent.
     *
     * @param nextCursor null on the last page
     * @param hasMore whether the feed already has more entries; null for other lists
     */
    record Body(
            List<RawValue> data,
            @Nullable String nextCursor,
            @Nullable Long total,
            @Nullable Boolean hasMore) implements JsonBody {

        Body with(@Nullable String cursor) {
            return new Body(data, cursor, total, hasMore);
        }
    }

    /** The response of a list operation. */
    public Response ok() {
        List<RawValue> data = new ArrayList<>();
        long bytes = 0;
        for (int at = 0; at < size; at++) {
            SerializedString json = json(entry.apply(at));
            bytes += json.asUnquotedUTF8().length;
            if (bytes > MAX_BYTES && at > 0) {
                break;
            }
            data.add(new RawValue(json));
        }
        boolean continues = hasMore || data.size() < size;
        List<String> last = end != null && data.size() == size ? end : continues ? key.apply(data.size() - 1) : null;
        String next = last == null ? null : cursor(last);
        return Response.ok(new Body(data, next, total, end == null ? null : continues))
                .build();
    }

    private static SerializedString json(Object entry) {
        try {
            return new SerializedString(ENTRIES.writeValueAsString(entry));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an entry cannot be written as JSON", impossible);
        }
    }

    /**
     * The key that a page begins after, as the query takes it.
     *
     * @param cursor null on the first page
     * @param first a value before every key
     * @param parse makes the parts of a key into a key; if it throws, the cursor is rejected
     * @throws ProblemException 400 if the cursor was not issued by this list
     */
    public static <K> K after(@Nullable String cursor, K first, Function<List<String>, K> parse) {
        if (cursor == null) {
            return first;
        }
        try {
            return Objects.requireNonNull(parse.apply(decode(cursor)));
        } catch (RuntimeException | JsonProcessingException none) {
            throw ProblemException.invalid(
                    List.of(Violations.inParameter("cursor", ViolationCode.INVALID_FORMAT, NOT_A_CURSOR)));
        }
    }

    private static String cursor(List<String> key) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(CURSORS.writeValueAsBytes(key));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a list of strings can be written as JSON", impossible);
        }
    }

    private static List<String> decode(String cursor) throws JsonProcessingException {
        String key = cursor.substring(cursor.indexOf(AFTER_MARK) + 1);
        String json = new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8);
        if (json.indexOf('\0') >= 0 || json.contains("\\u")) {
            throw new IllegalArgumentException("a key never contains such characters");
        }
        return CURSORS.readValue(json, KEY);
    }
}
