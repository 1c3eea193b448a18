package dev.docket.server.erasure;

import dev.docket.api.RequestersApi;
import dev.docket.api.model.RequesterErasure;
import dev.docket.api.model.RequesterErasureInput;
import dev.docket.api.model.RequesterErasureList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.tickets.Actor;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.function.Consumer;

/** The operations on requesters, as HTTP has them. */
public final class RequestersResource implements RequestersApi {

    private final RequesterErasures erasures;
    private final Consumer<String> begin;

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    /** @param begin erases what is to be erased in an account, now or soon */
    public RequestersResource(RequesterErasures erasures, Consumer<String> begin) {
        this.erasures = erasures;
        this.begin = begin;
    }

    @Override
    public Response eraseRequester(String xAccountId, RequesterErasureInput input) {
        return Response.ok(erasures.request(xAccountId, input, Actor.of(security, headers), begin))
                .build();
    }

    @Override
    public Response listRequesterErasures(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<RequesterErasure> page = erasures.list(xAccountId, cursor, pageSize, includeTotal);
        return Response.ok(new RequesterErasureList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }
}
