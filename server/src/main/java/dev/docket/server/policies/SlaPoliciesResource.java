package dev.docket.server.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.SlaPoliciesApi;
import dev.docket.api.model.ApplyTo;
import dev.docket.api.model.SlaPolicy;
import dev.docket.api.model.SlaPolicyInput;
import dev.docket.api.model.SlaPreviewInput;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.recalculation.RecalculationRequest;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The HTTP operations on SLA policies. */
final class SlaPoliciesResource extends ContractResource implements SlaPoliciesApi {

    private final SlaPolicies policies;
    private final SlaPreviews previews;

    SlaPoliciesResource(SlaPolicies policies, SlaPreviews previews) {
        this.policies = policies;
        this.previews = previews;
    }

    @Override
    public Response createSlaPolicy(String xAccountId, SlaPolicyInput slaPolicyInput) {
        Versioned<SlaPolicy> created = policies.configured().create(xAccountId, slaPolicyInput);
        return created.created("sla-policies/{id}", created.body().getId());
    }

    @Override
    public Response listSlaPolicies(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return policies.configured()
                .list(xAccountId, cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response previewSla(String xAccountId, SlaPreviewInput slaPreviewInput) {
        return Response.ok(previews.preview(xAccountId, slaPreviewInput)).build();
    }

    @Override
    public Response getSlaPolicy(String xAccountId, String slaPolicyId, String ifNoneMatch) {
        return policies.configured().read(xAccountId, slaPolicyId).read(ifNoneMatch);
    }

    @Override
    public Response updateSlaPolicy(
            String xAccountId, String slaPolicyId, ApplyTo applyTo, String ifMatch, ObjectNode patch) {
        return policies.update(xAccountId, slaPolicyId, ifMatch, patch, new RecalculationRequest(applyTo, actor()))
                .changed();
    }

    @Override
    public Response deleteSlaPolicy(String xAccountId, String slaPolicyId, String ifMatch) {
        policies.configured().delete(xAccountId, slaPolicyId, ifMatch);
        return Response.noContent().build();
    }
}
