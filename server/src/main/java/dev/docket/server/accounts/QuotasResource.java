package dev.docket.server.accounts;

import dev.docket.api.QuotasApi;
import dev.docket.api.model.AccountQuotas;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operation on quotas over HTTP. */
final class QuotasResource extends ContractResource implements QuotasApi {

    private final Quotas quotas;

    QuotasResource(Quotas quotas) {
        this.quotas = quotas;
    }

    @Override
    public Response getQuotas(String xAccountId) {
        return Response.ok(new AccountQuotas().data(quotas.list(xAccountId))).build();
    }
}
