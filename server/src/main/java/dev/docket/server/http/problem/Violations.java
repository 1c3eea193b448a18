package dev.docket.server.http.problem;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/** Makes the entries of a problem's {@code errors}. */
public final class Violations {

    private Violations() {}

    /**
     * @param pointer JSON Pointer (RFC 6901) into the body; empty for the body as a whole. Characters of a name that
     *     UTF-8 cannot encode are replaced by a question mark.
     */
    public static Violation inBody(String pointer, ViolationCode code, String detail) {
        String sayable = new String(pointer.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return new Violation().pointer(sayable).code(code).detail(detail);
    }

    /** The violation for an id at {@code pointer} that does not exist in the account. */
    public static Violation unknown(String pointer, String entity, Object id) {
        return inBody(
                pointer,
                ViolationCode.UNKNOWN_REFERENCE,
                "no %s of this account has the ID '%s'".formatted(entity, id));
    }

    /** @param name of the header, path or query parameter */
    public static Violation inParameter(String name, ViolationCode code, String detail) {
        return new Violation().parameter(name).code(code).detail(detail);
    }

    /**
     * What is wrong with the size of a text or container.
     *
     * @param max {@link Integer#MAX_VALUE}: no limit
     * @param unit what is counted, such as "entries"
     */
    public static String sizeDetail(int min, int max, String unit) {
        if (max == Integer.MAX_VALUE) {
            return "must have at least %d %s".formatted(min, unit);
        }
        return min == 0
                ? "must have at most %d %s".formatted(max, unit)
                : "must have %d to %d %s".formatted(min, max, unit);
    }

    /** What would be right instead of an unknown value. */
    public static String oneOf(Collection<?> values) {
        return "must be one of " + values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The reference token of a JSON Pointer for {@code name}. */
    public static String token(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
