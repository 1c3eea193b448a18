package dev.docket.server.http.rest;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses timestamp parameters (RFC 3339) with years of four digits; PostgreSQL would fail at later years. */
public final class StrictInstants implements ParamConverterProvider {

    private static final Pattern FOUR_DIGIT_YEAR = Pattern.compile("[0-9]{4}-.*");

    private static final ParamConverter<Instant> CONVERTER = new ParamConverter<>() {
        /** @param text null if the parameter was not sent */
        @Override
        public @Nullable Instant fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            if (!FOUR_DIGIT_YEAR.matcher(text).matches()) {
                throw new IllegalArgumentException("not a timestamp of RFC 3339");
            }
            return Instant.parse(text);
        }

        @Override
        public String toString(Instant value) {
            return value.toString();
        }
    };

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        return type == Instant.class ? (ParamConverter<T>) CONVERTER : null;
    }
}
