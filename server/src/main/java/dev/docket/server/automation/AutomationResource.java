package dev.docket.server.automation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.AutomationApi;
import dev.docket.api.model.AutomationRule;
import dev.docket.api.model.AutomationRuleInput;
import dev.docket.api.model.AutomationTestInput;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.server.configurations.Configured;
import dev.docket.server.configurations.RuleAuthor;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operations on automation rules over HTTP. */
final class AutomationResource extends ContractResource implements AutomationApi {

    private final Configured<AutomationRuleInput, AutomationRuleRow, AutomationRule> rules;
    private final AutomationRuns runs;
    private final AutomationTrial trial;

    AutomationResource(
            Configured<AutomationRuleInput, AutomationRuleRow, AutomationRule> rules,
            AutomationRuns runs,
            AutomationTrial trial) {
        this.rules = rules;
        this.runs = runs;
        this.trial = trial;
    }

    @Override
    public Response createAutomationRule(String xAccountId, AutomationRuleInput input) {
        Versioned<AutomationRule> created = writing().create(xAccountId, input);
        return created.created("tickets/automation-rules/{id}", created.body().getId());
    }

    private Configured<AutomationRuleInput, AutomationRuleRow, AutomationRule> writing() {
        return rules.of(new AutomationRuleKind(RuleAuthor.of(caller())));
    }

    @Override
    public Response listAutomationRules(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return rules.list(xAccountId, cursor, pageSize, includeTotal).ok();
    }

    @Override
    public Response getAutomationRule(String xAccountId, String ruleId, String ifNoneMatch) {
        return rules.read(xAccountId, ruleId).read(ifNoneMatch);
    }

    @Override
    public Response updateAutomationRule(String xAccountId, String ruleId, String ifMatch, ObjectNode patch) {
        return writing().update(xAccountId, ruleId, ifMatch, patch).changed();
    }

    @Override
    public Response deleteAutomationRule(String xAccountId, String ruleId, String ifMatch) {
        rules.delete(xAccountId, ruleId, ifMatch);
        return Response.noContent().build();
    }

    @Override
    public Response testAutomationRule(String xAccountId, String ruleId, AutomationTestInput input) {
        return Response.ok(trial.run(xAccountId, ruleId, input, caller(), requestId()))
                .build();
    }

    @Override
    public Response listAutomationRuns(
            String xAccountId, String ruleId, Integer pageSize, String cursor, Boolean includeTotal) {
        return runs.list(xAccountId, ruleId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }
}
