import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketsApi.APIListTicketsRequest;
import dev.docket.sdk.api.TicketsApi;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketList;
import dev.docket.sdk.model.TicketStatus;
import java.util.List;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var tickets = new TicketsApi(client);
        String cursor = null;
        do {
            TicketList page = tickets.listTickets(APIListTicketsRequest.newBuilder()
                    .xAccountId(account)
                    .status(List.of(TicketStatus.OPEN))
                    .pageSize(50)
                    .cursor(cursor)
                    .build());
            for (Ticket ticket : page.getData()) {
                System.out.println(ticket.getTicketNumber() + " " + ticket.getSubject());
            }
            cursor = page.getNextCursor();
        } while (cursor != null);
        // [/sample]
    }
}
