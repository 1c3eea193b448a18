package dev.docket.server.directory;

import dev.docket.api.ApplicationsApi;
import dev.docket.api.model.Application;
import dev.docket.api.model.ApplicationInput;
import dev.docket.persistence.directory.ApplicationRow;
import jakarta.ws.rs.core.Response;

/** The operations on applications, as HTTP has them. */
final class ApplicationsResource extends EntityResource<Long, ApplicationInput, Application>
        implements ApplicationsApi {

    ApplicationsResource(EntityStore<Long, ApplicationInput, ApplicationRow, Application> applications) {
        super(applications);
    }

    @Override
    public Response listApplications(
            String xAccountId, String search, Integer pageSize, String cursor, Boolean includeTotal) {
        return list(xAccountId, search, pageSize, cursor, includeTotal);
    }

    @Override
    public Response getApplication(String xAccountId, Long applicationId, String ifNoneMatch) {
        return read(xAccountId, applicationId, ifNoneMatch);
    }

    @Override
    public Response putApplication(
            String xAccountId, Long applicationId, String ifMatch, ApplicationInput applicationInput) {
        return put(xAccountId, applicationId, ifMatch, applicationInput);
    }

    @Override
    public Response deleteApplication(String xAccountId, Long applicationId, Boolean detach, String ifMatch) {
        return delete(xAccountId, applicationId, detach, ifMatch);
    }
}
