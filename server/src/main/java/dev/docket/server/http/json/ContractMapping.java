package dev.docket.server.http.json;

import java.util.Arrays;
import org.mapstruct.MapperConfig;
import org.mapstruct.NullValueCheckStrategy;
import org.mapstruct.ReportingPolicy;
import org.mapstruct.TargetType;

/**
 * How rows and the DTOs of the contract become each other: a property without a source does not compile, what is null is not
 * set, and an enum of the contract is its wire spelling in the database.
 */
@MapperConfig(
        unmappedTargetPolicy = ReportingPolicy.ERROR,
        nullValueCheckStrategy = NullValueCheckStrategy.ALWAYS,
        uses = ContractMapping.WireSpelling.class)
public interface ContractMapping {

    /** For every enum that was generated from the contract: {@code toString} of those is the wire spelling. */
    final class WireSpelling {

        private WireSpelling() {}

        public static <E extends Enum<E>> String of(E value) {
            return value.toString();
        }

        /** @throws IllegalArgumentException if {@code spelling} is none of the enum's */
        public static <E extends Enum<E>> E parse(String spelling, @TargetType Class<E> type) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(value -> value.toString().equals(spelling))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no " + spelling));
        }
    }
}
