package dev.docket.persistence.automation;

import java.util.List;

/**
 * @param all which hold all of them
 * @param any of which one holds, if there are any
 */
public record AutomationConditionsRow(List<AutomationConditionRow> all, List<AutomationConditionRow> any) {}
