package dev.docket.server.automation;

import dev.docket.api.model.AutomationRule;
import dev.docket.api.model.AutomationRuleInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.automation.AutomationRuleDao;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.rest.Versioned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of automation rules. */
final class AutomationRuleKind extends ConfigurationKind<AutomationRuleInput, AutomationRuleRow, AutomationRule> {

    private static final AutomationMapper MAPPER = AutomationMapper.INSTANCE;

    public AutomationRuleKind() {
        super("automation rule", AutomationRuleDao.class, AutomationRuleInput.class);
    }

    @Override
    protected @Nullable String id(AutomationRuleInput input) {
        return input.getId();
    }

    @Override
    protected AutomationRuleInput toInput(AutomationRuleRow row) {
        return MAPPER.toInput(row);
    }

    @Override
    protected AutomationRuleRow toRow(AutomationRuleInput input, Stamp stamp) {
        return MAPPER.toRow(input, stamp);
    }

    @Override
    protected List<Versioned<AutomationRule>> show(
            Transaction transaction, String account, List<AutomationRuleRow> rows) {
        return showEach(rows, MAPPER::toRule);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, AutomationRuleInput input) {
        return RuleCheck.check(transaction, account, input);
    }
}
