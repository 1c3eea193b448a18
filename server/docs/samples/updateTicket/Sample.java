import dev.docket.sdk.ApiException;
import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketsApi;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketPriority;
import dev.docket.sdk.model.TicketUpdatePatch;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var tickets = new TicketsApi(client);
        String etag = tickets.getTicketWithHttpInfo(account, "TKT-1", null)
                .getHeaders().get("etag").get(0);
        try {
            Ticket changed = tickets.updateTicket(account, "TKT-1", etag, new TicketUpdatePatch()
                    .priority(TicketPriority.HIGH)
                    .assignedTo("u-ben"));
            System.out.println(changed.getPriority() + " " + changed.getAssignedTo());
        } catch (ApiException rejected) {
            if (rejected.getCode() != 412) {
                throw rejected;
            }
            System.out.println("Another agent changed the ticket; read it again");
        }
        // [/sample]
    }
}
