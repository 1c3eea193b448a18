package dev.docket.server.automation;

import dev.docket.api.model.AutomationAction;
import dev.docket.api.model.AutomationRule;
import dev.docket.api.model.AutomationRuleInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.automation.AutomationRuleDao;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.automation.AutomationRuleRowBuilder;
import dev.docket.persistence.database.Transaction;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.RuleAuthor;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.rest.Versioned;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The configuration of automation rules. */
final class AutomationRuleKind extends ConfigurationKind<AutomationRuleInput, AutomationRuleRow, AutomationRule> {

    private static final AutomationMapper MAPPER = AutomationMapper.INSTANCE;

    private final @Nullable RuleAuthor author;

    /** To read rules. */
    public AutomationRuleKind() {
        this(null);
    }

    /** @param author the author of the rules that are written; null: none are */
    public AutomationRuleKind(@Nullable RuleAuthor author) {
        super("automation rule", AutomationRuleDao.class, AutomationRuleInput.class);
        this.author = author;
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
        return MAPPER.toRow(input, stamp, Objects.requireNonNull(author));
    }

    @Override
    protected AutomationRuleRow complete(
            Transaction transaction, String account, AutomationRuleRow row, @Nullable AutomationRuleRow present) {
        return present == null ? row : AutomationRuleRowBuilder.from(row).withCreatedBy(present.createdBy());
    }

    @Override
    protected List<Versioned<AutomationRule>> show(
            Transaction transaction, String account, List<AutomationRuleRow> rows) {
        return showEach(rows, MAPPER::toRule);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, AutomationRuleInput input) {
        Objects.requireNonNull(author).require(needed(input));
        return RuleCheck.check(transaction, account, input);
    }

    /** What a caller needs to do by itself what the rule is to do. */
    private static Set<String> needed(AutomationRuleInput input) {
        Set<String> needed = new TreeSet<>(Set.of("tickets:read", "tickets:update"));
        for (AutomationAction action : input.getActions()) {
            switch (action.getType()) {
                case ADD_NOTE -> needed.addAll(List.of("tickets:comment", "tickets:notes"));
                case ESCALATE -> needed.add("tickets:escalate");
                default -> {}
            }
        }
        return needed;
    }
}
