package dev.docket.server.directory;

import dev.docket.server.text.CharacterCount;
import dev.docket.server.text.Characters;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The format of the ids of a type of entity.
 *
 * @param first a value that comes before every id
 * @param parse reads an id from its text
 * @param fromJson reads an id from a JSON value; null if the value is not an id of this type
 * @param rule describes what {@code fromJson} requires
 */
record EntityIds<K>(K first, Function<String, K> parse, Function<@Nullable Object, @Nullable K> fromJson, String rule) {

    /** Integers from 0. */
    static final EntityIds<Long> NUMBERS =
            new EntityIds<>(-1L, Long::valueOf, EntityIds::number, "must be an integer from 0");

    /** The contract's {@code UserId}, for which no class is generated that could check an id from JSON. */
    static final EntityIds<String> USERS = new EntityIds<>(
            "",
            Function.identity(),
            EntityIds::user,
            "must be a text of 1 to 255 visible characters without / ? # %, and not of dots only");

    private static final int MAX_USER_ID = 255;
    private static final Pattern USER = Pattern.compile("\\.*[^/?#%.][^/?#%]*");

    private static @Nullable Long number(@Nullable Object id) {
        Object integer = id instanceof BigDecimal number && isLong(number) ? (Object) number.longValue() : id;
        boolean isInteger = integer instanceof Integer || integer instanceof Long;
        return isInteger && ((Number) integer).longValue() >= 0 ? ((Number) integer).longValue() : null;
    }

    private static boolean isLong(BigDecimal number) {
        return number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    private static @Nullable String user(@Nullable Object id) {
        return id instanceof String text
                        && USER.matcher(text).matches()
                        && CharacterCount.of(text) <= MAX_USER_ID
                        && Characters.firstInvisible(text).isEmpty()
                ? text
                : null;
    }
}
