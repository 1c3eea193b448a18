package dev.docket.server.tickets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.TicketsApi;
import dev.docket.api.model.RequesterType;
import dev.docket.api.model.SlaStatus;
import dev.docket.api.model.TicketBulkUpdateInput;
import dev.docket.api.model.TicketCategory;
import dev.docket.api.model.TicketInput;
import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketSource;
import dev.docket.api.model.TicketStatus;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.server.idempotency.KeyedRequests;
import dev.docket.server.idempotency.StoresAnswer;
import dev.docket.server.security.ContractResource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** The operations on tickets, as HTTP has them. */
public final class TicketsResource extends ContractResource implements TicketsApi {

    /** In the place of a user's id. */
    private static final String NOBODY = "none";

    private final Tickets tickets;
    private final TicketLists lists;
    private final TicketUpdates updates;

    @Inject
    private Provider<ContainerRequestContext> request;

    public TicketsResource(Tickets tickets, TicketUpdates updates, TicketLists lists) {
        this.tickets = tickets;
        this.updates = updates;
        this.lists = lists;
    }

    @Override
    @StoresAnswer
    public Response createTicket(String xAccountId, TicketInput ticketInput) {
        // Made by whichever thread stores the ticket, to which Jersey would not say what this request's URI is.
        String place = uri().getBaseUri() + "tickets/";
        return tickets.create(
                xAccountId,
                ticketInput,
                caller(),
                requestId(),
                KeyedRequests.of(request.get()),
                ticket -> ticket.created(URI.create(place + ticket.body().getUniqueId())));
    }

    @Override
    public Response listTickets(
            String xAccountId,
            String search,
            List<TicketStatus> status,
            List<TicketPriority> priority,
            List<TicketCategory> category,
            List<TicketSource> source,
            List<String> ticketTypeId,
            List<String> assignedTo,
            List<Long> assignedTeamId,
            List<RequesterType> requesterType,
            List<String> requesterId,
            List<Long> merchantId,
            List<Long> leadId,
            List<String> applicationId,
            List<Long> midId,
            List<String> externalId,
            List<String> tag,
            List<SlaStatus> slaStatus,
            Instant createdFrom,
            Instant createdTo,
            Instant updatedFrom,
            Instant updatedTo,
            Instant dueFrom,
            Instant dueTo,
            List<String> customField,
            Boolean isDeleted,
            String sort,
            Integer pageSize,
            String cursor,
            Boolean includeTotal) {
        TicketFilter filter = new TicketFilter(
                search == null ? null : SearchText.parse(search),
                spelled(status),
                spelled(priority),
                spelled(category),
                spelled(source),
                ticketTypeId,
                assignedTo.stream().filter(id -> !id.equals(NOBODY)).toList(),
                assignedTo.contains(NOBODY),
                assignedTeamId,
                spelled(requesterType),
                requesterId,
                merchantId,
                leadId,
                applicationId,
                midId,
                externalId,
                tag,
                spelled(slaStatus),
                createdFrom,
                createdTo,
                updatedFrom,
                updatedTo,
                dueFrom,
                dueTo,
                customField.stream().map(field -> field.split(":", 2)[0]).toList(),
                customField.stream().map(field -> field.split(":", 2)[1]).toList(),
                isDeleted);
        return lists.list(xAccountId, filter, sort, cursor, pageSize, includeTotal, caller())
                .ok();
    }

    @Override
    public Response getTicket(String xAccountId, String ticketId, String ifNoneMatch) {
        return tickets.read(xAccountId, ticketId, caller()).read(ifNoneMatch);
    }

    @Override
    public Response updateTicket(String xAccountId, String ticketId, String ifMatch, ObjectNode patch) {
        return updates.update(xAccountId, ticketId, ifMatch, patch, actor()).changed();
    }

    @Override
    public Response bulkUpdateTickets(String xAccountId, TicketBulkUpdateInput update) {
        return Response.ok(updates.update(xAccountId, update, actor())).build();
    }

    @Override
    public Response deleteTicket(String xAccountId, String ticketId, String ifMatch) {
        updates.delete(xAccountId, ticketId, ifMatch, actor());
        return Response.noContent().build();
    }

    @Override
    public Response restoreTicket(String xAccountId, String ticketId, String ifMatch) {
        return updates.restore(xAccountId, ticketId, ifMatch, actor()).changed();
    }

    private static List<String> spelled(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
