package dev.docket.server.directory;

import dev.docket.api.LeadsApi;
import dev.docket.api.model.Lead;
import dev.docket.api.model.LeadInput;
import dev.docket.persistence.directory.LeadRow;
import jakarta.ws.rs.core.Response;

/** The operations on leads, as HTTP has them. */
final class LeadsResource extends EntityResource<Long, LeadInput, Lead> implements LeadsApi {

    LeadsResource(EntityStore<Long, LeadInput, LeadRow, Lead> leads) {
        super(leads);
    }

    @Override
    public Response listLeads(String xAccountId, String search, Integer pageSize, String cursor, Boolean includeTotal) {
        return list(xAccountId, search, pageSize, cursor, includeTotal);
    }

    @Override
    public Response getLead(String xAccountId, Long leadId, String ifNoneMatch) {
        return read(xAccountId, leadId, ifNoneMatch);
    }

    @Override
    public Response putLead(String xAccountId, Long leadId, String ifMatch, LeadInput leadInput) {
        return put(xAccountId, leadId, ifMatch, leadInput);
    }

    @Override
    public Response deleteLead(String xAccountId, Long leadId, Boolean detach, String ifMatch) {
        return delete(xAccountId, leadId, detach, ifMatch);
    }
}
