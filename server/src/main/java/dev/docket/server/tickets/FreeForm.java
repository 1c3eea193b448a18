package dev.docket.server.tickets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.Composed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits the content of a free-form object, so that it can be stored and every client can read it. */
public final class FreeForm {

    static final int MAX_BYTES = 65_536;

    /** Decimal exponent of the largest IEEE 754 double, the number type of most JSON readers. */
    private static final int MAX_EXPONENT = 308;

    private static final String POINTER = "/customFields";

    private static final JsonMapper JSON = new JsonMapper();

    private FreeForm() {}

    static List<Violation> check(@Nullable Map<String, Object> object) {
        List<Violation> violations = new ArrayList<>();
        if (object != null) {
            if (bytes(object) > MAX_BYTES) {
                violations.add(Violations.inBody(
                        POINTER, ViolationCode.TOO_LONG, "must have at most %d bytes as JSON".formatted(MAX_BYTES)));
            }
            if (Composed.of(object).size() < object.size()) {
                violations.add(Violations.inBody(
                        POINTER, ViolationCode.CONTRADICTION, "must not have one name twice, composed and decomposed"));
            }
            checkNumbers(object, POINTER, violations);
        }
        return violations;
    }

    /** Returns the numbers in {@code value} that cannot be stored. */
    public static List<Violation> checkNumbers(@Nullable Object value, String pointer) {
        List<Violation> violations = new ArrayList<>();
        checkNumbers(value, pointer, violations);
        return violations;
    }

    private static int bytes(Map<String, Object> object) {
        try {
            return JSON.writeValueAsBytes(object).length;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a value read from JSON can be written as JSON", impossible);
        }
    }

    private static void checkNumbers(@Nullable Object value, String pointer, List<Violation> violations) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> checkNumbers(entry, pointer + Violations.token((String) name), violations));
        } else if (value instanceof List<?> list) {
            for (int at = 0; at < list.size(); at++) {
                checkNumbers(list.get(at), pointer + "/" + at, violations);
            }
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            BigDecimal number = new BigDecimal(value.toString());
            if (Math.abs((long) number.precision() - number.scale() - 1) > MAX_EXPONENT
                    || Double.isInfinite(number.doubleValue())) {
                violations.add(Violations.inBody(
                        pointer, ViolationCode.OUT_OF_RANGE, "must be a number that fits into a 64-bit double"));
            }
        }
    }
}
