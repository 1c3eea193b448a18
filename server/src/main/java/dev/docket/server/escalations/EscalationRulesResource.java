package dev.docket.server.escalations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.EscalationRulesApi;
import dev.docket.api.model.EscalationRule;
import dev.docket.api.model.EscalationRuleInput;
import dev.docket.persistence.escalations.EscalationRuleRow;
import dev.docket.server.configurations.Configured;
import dev.docket.server.configurations.RuleAuthor;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operations on escalation rules over HTTP. */
final class EscalationRulesResource extends ContractResource implements EscalationRulesApi {

    private final Configured<EscalationRuleInput, EscalationRuleRow, EscalationRule> rules;

    private final EscalationRuleKind kind;

    EscalationRulesResource(
            Configured<EscalationRuleInput, EscalationRuleRow, EscalationRule> rules, EscalationRuleKind kind) {
        this.rules = rules;
        this.kind = kind;
    }

    private Configured<EscalationRuleInput, EscalationRuleRow, EscalationRule> writing() {
        return rules.of(kind.by(RuleAuthor.of(caller())));
    }

    @Override
    public Response createEscalationRule(String xAccountId, EscalationRuleInput input) {
        Versioned<EscalationRule> created = writing().create(xAccountId, input);
        return created.created("tickets/escalation-rules/{id}", created.body().getId());
    }

    @Override
    public Response listEscalationRules(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return rules.list(xAccountId, cursor, pageSize, includeTotal).ok();
    }

    @Override
    public Response getEscalationRule(String xAccountId, String escalationRuleId, String ifNoneMatch) {
        return rules.read(xAccountId, escalationRuleId).read(ifNoneMatch);
    }

    @Override
    public Response updateEscalationRule(String xAccountId, String escalationRuleId, String ifMatch, ObjectNode patch) {
        return writing().update(xAccountId, escalationRuleId, ifMatch, patch).changed();
    }

    @Override
    public Response deleteEscalationRule(String xAccountId, String escalationRuleId, String ifMatch) {
        rules.delete(xAccountId, escalationRuleId, ifMatch);
        return Response.noContent().build();
    }
}
