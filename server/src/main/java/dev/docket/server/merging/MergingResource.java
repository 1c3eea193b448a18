package dev.docket.server.merging;

import dev.docket.api.MergingApi;
import dev.docket.api.model.TicketMergeInput;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operation that merges tickets over HTTP. */
final class MergingResource extends ContractResource implements MergingApi {

    private final TicketMerge merge;

    MergingResource(TicketMerge merge) {
        this.merge = merge;
    }

    @Override
    public Response mergeTickets(String xAccountId, TicketMergeInput input) {
        return merge.merge(xAccountId, input, actor()).changed();
    }
}
