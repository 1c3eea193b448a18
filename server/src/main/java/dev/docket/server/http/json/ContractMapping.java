package dev.docket.server.http.json;

import java.util.Arrays;
import org.mapstruct.MapperConfig;
import org.mapstruct.NullValueCheckStrategy;
import org.mapstruct.ReportingPolicy;
import org.mapstruct.TargetType;

/**
 * The configuration of mappers between rows and the DTOs of the contract: a property without a source does not compile,
 * null is not set, and the database stores an enum of the contract in its wire spelling.
 */
@MapperConfig(
        unmappedTargetPolicy = ReportingPolicy.ERROR,
        nullValueCheckStrategy = NullValueCheckStrategy.ALWAYS,
        uses = ContractMapping.WireSpelling.class)
public interface ContractMapping {

    /** Converts every enum that was generated from the contract: its {@code toString} is the wire spelling. */
    final class WireSpelling {

        private WireSpelling() {}

        public static <E extends Enum<E>> String of(E value) {
            return value.toString();
        }

        /** @throws IllegalArgumentException if {@code spelling} is not a value of the enum */
        public static <E extends Enum<E>> E parse(String spelling, @TargetType Class<E> type) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(value -> value.toString().equals(spelling))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no " + spelling));
        }
    }
}
