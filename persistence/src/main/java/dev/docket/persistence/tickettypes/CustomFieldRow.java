package dev.docket.persistence.tickettypes;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A custom field of tickets of a type.
 *
 * @param type text, number, integer, boolean, date, date-time, select, multi-select, email or url
 * @param required when a value is required: create or resolve; null: never
 * @param pattern regular expression that a text must match as a whole
 * @param min least number, or least length of a text, or least number of choices
 * @param max greatest number, or greatest length of a text, or greatest number of choices
 * @param options the choices of a select or multi-select
 */
public record CustomFieldRow(
        String name,
        String type,
        @Nullable String required,
        @Nullable String pattern,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable List<String> options) {}
