package dev.docket.server.http.problem;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds query parameters that an operation does not have, and those that are repeated although they have one value. If
 * they were ignored, a typing error would list everything, or delete what should only have been tried.
 */
final class QueryCheck {

    private static final String CURSOR = "cursor";

    /** Names of other services for the parts of a list, in lower case without separators. */
    private static final Set<String> PAGING = Set.of(
            "page",
            "pageno",
            "pagenumber",
            "perpage",
            "limit",
            "offset",
            "size",
            "skip",
            "start",
            "top",
            "count",
            "pagetoken",
            "nextcursor",
            "startingafter");

    private QueryCheck() {}

    /**
     * @param raw the query as it was sent, from which Jersey makes {@code query} without the values that have no name
     * @param known the parameters of the operation, and whether each may be repeated
     */
    static List<Violation> check(String raw, MultivaluedMap<String, String> query, Map<String, Boolean> known) {
        ViolationList violations = new ViolationList();
        if (raw.startsWith("=") || raw.contains("&=")) {
            violations.add(Violations.inParameter(
                    "", ViolationCode.UNKNOWN_PARAMETER, "is a value without a name; write name=value"));
        }
        query.forEach((name, values) -> {
            boolean isUnknown = !known.containsKey(name);
            if (!isUnknown && (values.size() == 1 || known.get(name))) {
                return;
            }
            // Each explanation costs a sentence.
            if (violations.isFull()) {
                violations.leaveOut(1);
            } else if (isUnknown) {
                violations.add(Violations.inParameter(name, ViolationCode.UNKNOWN_PARAMETER, explain(name, known)));
            } else {
                violations.add(Violations.inParameter(name, ViolationCode.TOO_MANY, "must be given once"));
            }
        });
        return violations;
    }

    private static String explain(String name, Map<String, Boolean> known) {
        String plain = plain(name);
        for (Map.Entry<String, Boolean> parameter : known.entrySet()) {
            if (plain(parameter.getKey()).equals(plain)) {
                return "is not a parameter of this operation; use "
                        + (parameter.getValue() ? "%1$s, and repeat it for each value: %1$s=…&%1$s=…" : "%s")
                                .formatted(parameter.getKey());
            }
        }
        if (PAGING.contains(plain) && known.containsKey(CURSOR)) {
            return "is not a parameter of this operation; use pageSize, and pass nextCursor as cursor for the next page";
        }
        return known.isEmpty()
                ? "is not a parameter of this operation, which has none in the query"
                : "is not a parameter of this operation, which has " + String.join(", ", known.keySet());
    }

    /** The same for {@code status}, {@code Status}, {@code status[]} and {@code status[0]}. */
    private static String plain(String name) {
        int bracket = name.indexOf('[');
        String base = bracket < 0 ? name : name.substring(0, bracket);
        return base.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
