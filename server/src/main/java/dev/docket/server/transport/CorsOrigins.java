package dev.docket.server.transport;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The origins whose pages may use the API in a browser (CORS, Fetch standard, section 3.3). Without any, no response
 * has a header of CORS. Credentials of the browser, such as cookies, are never allowed: a page sends its token itself.
 */
public record CorsOrigins(Set<String> origins) {

    public static final CorsOrigins NONE = new CorsOrigins(Set.of());

    /** As browsers write it: in lower case, and without the default port. */
    private static final Pattern ORIGIN = Pattern.compile("(?!http://[^/]*:80$)(?!https://[^/]*:443$)"
            + "[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[1-9]\\d{0,4})?");

    /** The headers of responses that a page may read, beside those that it always may. */
    static final String EXPOSED = "Accept-Patch, Accept-Ranges, Allow, Content-Disposition, Content-Range, ETag,"
            + " Idempotency-Replayed, Link, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After,"
            + " WWW-Authenticate, X-Request-Id";

    static final Map<String, String> OF_PREFLIGHTS = Map.of(
            "Access-Control-Allow-Methods",
            "GET, HEAD, POST, PUT, PATCH, DELETE",
            "Access-Control-Allow-Headers",
            "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Range, traceparent,"
                    + " tracestate, x-account-id, X-Request-Id",
            // In seconds: as long as Chromium allows.
            "Access-Control-Max-Age",
            "7200");

    public CorsOrigins {
        origins = Set.copyOf(origins);
    }

    /**
     * @param list origins, separated by commas: {@code https://desk.example.com,http://localhost:3000}
     * @throws IllegalArgumentException if one of them is not an origin; the message shows it
     */
    public static CorsOrigins of(String list) {
        Set<String> origins = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toSet());
        origins.stream()
                .filter(entry -> !ORIGIN.matcher(entry).matches())
                .findFirst()
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException("'" + wrong + "' must be an origin as browsers write it, such as"
                            + " https://desk.example.com: in lower case, without a path and the default port");
                });
        return new CorsOrigins(origins);
    }

    boolean include(@Nullable String origin) {
        return origin != null && origins.contains(origin);
    }

    /**
     * Adds the headers that every response to a page has, also if the request was rejected.
     *
     * @param origin the header of the request; null if it was not sent
     */
    void addTo(@Nullable String origin, BiConsumer<String, String> response) {
        if (origins.isEmpty()) {
            return;
        }
        response.accept("Vary", "Origin");
        if (include(origin)) {
            response.accept("Access-Control-Allow-Origin", origin);
            response.accept("Access-Control-Expose-Headers", EXPOSED);
        }
    }
}
