package dev.docket.server.escalations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.EscalationRulesApi;
import dev.docket.api.model.EscalationRule;
import dev.docket.api.model.EscalationRuleInput;
import dev.docket.api.model.EscalationRuleList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The operations on escalation rules, as HTTP has them. */
public final class EscalationRulesResource implements EscalationRulesApi {

    private final EscalationRules rules;

    @Context
    private UriInfo uri;

    public EscalationRulesResource(EscalationRules rules) {
        this.rules = rules;
    }

    @Override
    public Response createEscalationRule(String xAccountId, EscalationRuleInput input) {
        Versioned<EscalationRule> created = rules.create(xAccountId, input);
        return created.created(
                uri, "tickets/escalation-rules/{id}", created.body().getId());
    }

    @Override
    public Response listEscalationRules(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<EscalationRule> page = rules.list(xAccountId, cursor, pageSize, includeTotal);
        return Response.ok(new EscalationRuleList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }

    @Override
    public Response getEscalationRule(String xAccountId, String escalationRuleId, String ifNoneMatch) {
        return rules.read(xAccountId, escalationRuleId).read(ifNoneMatch);
    }

    @Override
    public Response updateEscalationRule(String xAccountId, String escalationRuleId, String ifMatch, ObjectNode patch) {
        return rules.update(xAccountId, escalationRuleId, ifMatch, patch).changed();
    }

    @Override
    public Response deleteEscalationRule(String xAccountId, String escalationRuleId, String ifMatch) {
        rules.delete(xAccountId, escalationRuleId, ifMatch);
        return Response.noContent().build();
    }
}
