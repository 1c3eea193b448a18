package dev.docket.server.directory;

import dev.docket.api.MidsApi;
import dev.docket.api.model.Mid;
import dev.docket.api.model.MidInput;
import dev.docket.persistence.directory.MidRow;
import jakarta.ws.rs.core.Response;

/** The operations on MIDs, as HTTP has them. */
final class MidsResource extends EntityResource<Long, MidInput, Mid> implements MidsApi {

    MidsResource(EntityStore<Long, MidInput, MidRow, Mid> mids) {
        super(mids);
    }

    @Override
    public Response listMids(String xAccountId, String search, Integer pageSize, String cursor, Boolean includeTotal) {
        return list(xAccountId, search, pageSize, cursor, includeTotal);
    }

    @Override
    public Response getMid(String xAccountId, Long midId, String ifNoneMatch) {
        return read(xAccountId, midId, ifNoneMatch);
    }

    @Override
    public Response putMid(String xAccountId, Long midId, String ifMatch, MidInput midInput) {
        return put(xAccountId, midId, ifMatch, midInput);
    }

    @Override
    public Response deleteMid(String xAccountId, Long midId, Boolean detach, String ifMatch) {
        return delete(xAccountId, midId, detach, ifMatch);
    }
}
