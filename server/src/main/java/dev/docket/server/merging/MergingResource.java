package dev.docket.server.merging;

import dev.docket.api.MergingApi;
import dev.docket.api.model.TicketMergeInput;
import dev.docket.server.tickets.Actor;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** The operation that merges tickets, as HTTP has it. */
public final class MergingResource implements MergingApi {

    private final TicketMerge merge;

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    public MergingResource(TicketMerge merge) {
        this.merge = merge;
    }

    @Override
    public Response mergeTickets(String xAccountId, TicketMergeInput input) {
        Actor actor = Actor.of(security, headers);
        return merge.merge(xAccountId, input, actor).changed();
    }
}
