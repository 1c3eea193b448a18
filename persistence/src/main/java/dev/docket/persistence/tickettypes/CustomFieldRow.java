package dev.docket.persistence.tickettypes;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field that tickets of a type carry.
 *
 * @param type text, number, integer, boolean, date, date-time, select, multi-select, email or url
 * @param required when it must be there: create or resolve; null: never
 * @param pattern regular expression that a text must match as a whole
 * @param min least number, or least length of a text, or least number of choices
 * @param max greatest number, or greatest length of a text, or greatest number of choices
 * @param options what a select or multi-select offers
 */
public record CustomFieldRow(
        String name,
        String type,
        @Nullable String required,
        @Nullable String pattern,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable List<String> options) {}
