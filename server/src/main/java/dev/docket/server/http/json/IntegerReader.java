package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;

/** Reads integers as JSON Schema defines them: any number without a fraction, also in the notation {@code 7.0}. */
final class IntegerReader<N extends Number> extends StdDeserializer<N> {

    private static final long serialVersionUID = 1L;

    private static final int MOST_DIGITS = 19;

    private final transient Function<BigDecimal, N> exact;

    /** @param exact throws ArithmeticException for a number out of range */
    IntegerReader(Class<N> type, Function<BigDecimal, N> exact) {
        super(type);
        this.exact = exact;
    }

    @Override
    @SuppressWarnings("unchecked")
    public N deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        BigDecimal number =
                parser.currentToken().isNumeric() ? parser.getDecimalValue().stripTrailingZeros() : null;
        if (number == null || number.scale() > 0) {
            return (N) context.handleUnexpectedToken(_valueClass, parser);
        }
        try {
            if (number.precision() - (long) number.scale() > MOST_DIGITS) {
                throw new ArithmeticException("more digits than a 64-bit integer has");
            }
            return exact.apply(number);
        } catch (ArithmeticException overflow) {
            throw new InputCoercionException(
                    parser, "the integer is out of range", JsonToken.VALUE_NUMBER_INT, _valueClass);
        }
    }
}
