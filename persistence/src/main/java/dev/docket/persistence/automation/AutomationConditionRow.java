package dev.docket.persistence.automation;

import org.jspecify.annotations.Nullable;

/** @param value any JSON; null for an operator that takes none */
public record AutomationConditionRow(
        String field, String operator, @Nullable Object value) {}
