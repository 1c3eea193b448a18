package dev.docket.server.http.compression;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Accept-Encoding} (RFC 9110, section 12.5.3). Entries that cannot be read are ignored. */
public final class AcceptEncoding {

    private static final Pattern ENTRY =
            Pattern.compile("\\s*([!#$%&'*+.^_`|~0-9a-z-]+)\\s*(?:;\\s*q=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*)?");
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    private AcceptEncoding() {}

    /**
     * Whether a client accepts gzip, and does not prefer an uncompressed response.
     *
     * @param header null if it was not sent
     */
    public static boolean prefersGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        double gzip = weight(header, GZIP).or(() -> weight(header, Set.of("*"))).orElse(0.0);
        return gzip > 0 && gzip >= weight(header, Set.of("identity")).orElse(0.0);
    }

    private static Optional<Double> weight(String header, Set<String> codings) {
        return Arrays.stream(header.toLowerCase(Locale.ROOT).split(","))
                .map(ENTRY::matcher)
                .filter(entry -> entry.matches() && codings.contains(entry.group(1)))
                .map(AcceptEncoding::weight)
                .max(Double::compare);
    }

    private static double weight(Matcher entry) {
        return entry.group(2) == null ? 1 : Double.parseDouble(entry.group(2));
    }
}
