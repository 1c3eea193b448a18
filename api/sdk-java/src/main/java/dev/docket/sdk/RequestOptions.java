package dev.docket.sdk;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request may say besides its required arguments. Each operation adds its own parameters.
 *
 * @param <O> the options themselves
 */
public abstract class RequestOptions<O extends RequestOptions<O>> {

    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, List<String>> query = new LinkedHashMap<>();
    final Map<String, String> form = new LinkedHashMap<>();

    @Nullable
    Duration timeout;

    RequestOptions() {}

    /** Sets a header of this request, for example {@code X-Request-Id}. */
    public O header(String name, Object value) {
        headers.put(name, value.toString());
        return self();
    }

    /** Replaces the time-out of the client for this request. */
    public O timeout(Duration timeout) {
        this.timeout = timeout;
        return self();
    }

    O query(String name, Object value) {
        query.put(
                name,
                value instanceof Collection<?> values
                        ? values.stream().map(Object::toString).toList()
                        : List.of(value.toString()));
        return self();
    }

    O form(String name, Object value) {
        form.put(name, value.toString());
        return self();
    }

    @SuppressWarnings("unchecked")
    private O self() {
        return (O) this;
    }
}
