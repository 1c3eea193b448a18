package dev.docket.server.erasure;

import dev.docket.api.RequestersApi;
import dev.docket.api.model.RequesterErasureInput;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;
import java.util.function.Consumer;

/** The operations on requesters over HTTP. */
final class RequestersResource extends ContractResource implements RequestersApi {

    private final RequesterErasures erasures;
    private final Consumer<String> begin;

    /** @param begin runs the requested erasures of an account, now or soon */
    RequestersResource(RequesterErasures erasures, Consumer<String> begin) {
        this.erasures = erasures;
        this.begin = begin;
    }

    @Override
    public Response eraseRequester(String xAccountId, RequesterErasureInput input) {
        return Response.ok(erasures.request(xAccountId, input, actor(), begin)).build();
    }

    @Override
    public Response listRequesterErasures(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return erasures.list(xAccountId, cursor, pageSize, includeTotal).ok();
    }
}
