package dev.docket.persistence.automation;

import java.util.List;

/**
 * @param all conditions that must all hold
 * @param any conditions of which one must hold, unless the list is empty
 */
public record AutomationConditionsRow(List<AutomationConditionRow> all, List<AutomationConditionRow> any) {}
