package dev.docket.server.http.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.json.JsonBody;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list sorted by a key. Its cursor contains the key of its last entry, so that the next page begins after
 * that entry even if others were added or removed meanwhile. {@link CursorMarks} adds which list it belongs to.
 *
 * @param nextCursor null on the last page
 * @param total number of entries on all pages; null if it was not requested
 */
public record Page<T>(
        List<T> data, @Nullable String nextCursor, @Nullable Long total) implements JsonBody {

    /** Ends the mark of a cursor, which tells its list; no key contains it. */
    static final char AFTER_MARK = '.';

    static final String NOT_A_CURSOR =
            "is not a cursor of this list with these filters and this sort; send nextCursor unchanged, or omit it";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<String>> KEY = new TypeReference<>() {};

    /**
     * Makes a page of the rows that a query found.
     *
     * @param rows in the order of the key, with one more than the page size if further rows exist
     * @param key the parts of an entry's key, as text
     */
    public static <T> Page<T> of(
            List<T> rows, int pageSize, Function<? super T, List<String>> key, @Nullable Long total) {
        if (rows.size() <= pageSize) {
            return new Page<>(rows, null, total);
        }
        List<T> data = List.copyOf(rows.subList(0, pageSize));
        return new Page<>(data, encode(key.apply(data.get(pageSize - 1))), total);
    }

    /** The response of a list operation. */
    public Response ok() {
        return Response.ok(this).build();
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(data.stream().<R>map(mapping).toList(), nextCursor, total);
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

    private static String encode(List<String> key) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(key));
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
        return JSON.readValue(json, KEY);
    }
}
