package dev.docket.server.tickets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.Violations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds what a free-form object may hold, so that it can be stored and read by everybody. */
public final class FreeForm {

    static final int MAX_BYTES = 65_536;

    /** Decimal exponents of an IEEE 754 double, which is what most readers of JSON have. */
    private static final int MAX_EXPONENT = 308;

    private static final String POINTER = "/customFields";

    private static final JsonMapper JSON = new JsonMapper();

    private FreeForm() {}

    static List<Violation> check(@Nullable Map<String, Object> object) {
        List<Violation> violations = new ArrayList<>();
        if (object != null) {
            if (bytes(object) > MAX_BYTES) {
                violations.add(Violations.inBody(
                        POINTER, ViolationCode.TOO_LONG, "must have %d bytes at most as JSON".formatted(MAX_BYTES)));
            }
            checkNumbers(object, POINTER, violations);
        }
        return violations;
    }

    /** The numbers in it that cannot be stored. */
    public static List<Violation> checkNumbers(@Nullable Object value, String pointer) {
        List<Violation> violations = new ArrayList<>();
        checkNumbers(value, pointer, violations);
        return violations;
    }

    private static int bytes(Map<String, Object> object) {
        try {
            return JSON.writeValueAsBytes(object).length;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", impossible);
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
                        pointer, ViolationCode.OUT_OF_RANGE, "must be a number that a double of 64 bits can hold"));
            }
        }
    }
}
