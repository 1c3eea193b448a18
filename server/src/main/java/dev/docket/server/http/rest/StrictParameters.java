package dev.docket.server.http.rest;

import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.text.Timestamps;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads parameters of the path, the query and the headers that are not text. A value that is not of its type becomes a
 * violation that says what would be valid, and is reported with all others by {@link ContractValidation}; JAX-RS would
 * respond with 404, or read any text but {@code true} as false.
 */
public final class StrictParameters implements ParamConverterProvider {

    /** As in JSON. */
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,29})");

    private static final Pattern LEADING_ZERO = Pattern.compile("-?0[0-9]+");

    private static final Pattern BLANK_FOR_PLUS = Pattern.compile(".*T.* [0-9]{2}:[0-9]{2}");
    private static final Pattern UUID_FORMAT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Inject
    private Provider<ContainerRequestContext> request;

    /** Ends the conversion of a value. */
    private static final class Misfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final ViolationCode code;

        Misfit(ViolationCode code, String detail) {
            super(detail, null, false, false);
            this.code = code;
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        Function<String, ?> reader = reader(type, annotations);
        return reader == null ? null : new Converter<>((Function<String, T>) reader, name(annotations));
    }

    private static @Nullable Function<String, ?> reader(Class<?> type, Annotation[] annotations) {
        if (type == Boolean.class) {
            return StrictParameters::bool;
        }
        if (type == Instant.class) {
            return StrictParameters::instant;
        }
        if (type == UUID.class) {
            return StrictParameters::uuid;
        }
        if (type == Integer.class) {
            String range = range(annotations, "of 32 bits");
            return text -> (int) integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE, range);
        }
        if (type == Long.class) {
            String range = range(annotations, "of 64 bits");
            return text -> integer(text, Long.MIN_VALUE, Long.MAX_VALUE, range);
        }
        return type.isEnum() ? text -> constant(type, text) : null;
    }

    private static String name(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return query.value();
            }
            if (annotation instanceof PathParam path) {
                return path.value();
            }
            if (annotation instanceof HeaderParam header) {
                return header.value();
            }
        }
        throw new IllegalArgumentException("the contract has only parameters of the query, the path and the headers");
    }

    /** @param name of the parameter */
    private final class Converter<T> implements ParamConverter<T> {

        private final Function<String, T> reader;
        private final String name;

        private Converter(Function<String, T> reader, String name) {
            this.reader = reader;
            this.name = name;
        }

        /** @param text null if the parameter was not sent */
        @Override
        public @Nullable T fromString(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                if (text.isEmpty()) {
                    throw new Misfit(ViolationCode.WRONG_TYPE, "must have a value");
                }
                return reader.apply(text);
            } catch (Misfit misfit) {
                ContractValidation.violations(request.get())
                        .add(Violations.inParameter(name, misfit.code, misfit.getMessage()));
                return null;
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Misfit(ViolationCode.WRONG_TYPE, "must be true or false");
        };
    }

    private static Instant instant(String text) {
        try {
            return Timestamps.parse(text);
        } catch (DateTimeException notATime) {
            throw new Misfit(
                    ViolationCode.WRONG_TYPE,
                    "must be a timestamp with an offset, such as 2026-03-06T16:30:00Z"
                            + (BLANK_FOR_PLUS.matcher(text).matches()
                                    ? "; write the + of the offset as %2B, because a + in a query means a blank"
                                    : ""));
        }
    }

    private static UUID uuid(String text) {
        if (!UUID_FORMAT.matcher(text).matches()) {
            throw new Misfit(ViolationCode.WRONG_TYPE, "must be a UUID, such as 019cc4d1-9b10-7c52-8a11-5d2f0c3e6b20");
        }
        return UUID.fromString(text);
    }

    private static long integer(String text, long min, long max, String range) {
        if (!INTEGER.matcher(text).matches()) {
            throw new Misfit(
                    ViolationCode.WRONG_TYPE,
                    "must be an integer " + range
                            + (LEADING_ZERO.matcher(text).matches() ? ", without leading zeros" : ""));
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException tooManyDigits) {
            // Explained below.
        }
        throw new Misfit(ViolationCode.OUT_OF_RANGE, "must be an integer " + range);
    }

    /** @param without describes an integer that has no limits of its own */
    private static String range(Annotation[] annotations, String without) {
        StringJoiner range = new StringJoiner(" ").setEmptyValue(without);
        for (Annotation annotation : annotations) {
            if (annotation instanceof Min limit) {
                range.add("from " + limit.value());
            }
        }
        for (Annotation annotation : annotations) {
            if (annotation instanceof Max limit) {
                range.add("to " + limit.value());
            }
        }
        return range.toString();
    }

    private static Object constant(Class<?> type, String text) {
        List<?> constants = List.of(type.getEnumConstants());
        return constants.stream()
                .filter(constant -> constant.toString().equals(text))
                .findFirst()
                .map(Object.class::cast)
                .orElseThrow(() -> new Misfit(ViolationCode.UNKNOWN_VALUE, Violations.oneOf(constants)));
    }
}
