import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketsApi;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;
import java.util.Map;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var tickets = new TicketsApi(client);
        Ticket ticket = tickets.createTicket(account, null, new TicketInput()
                .ticketTypeId("terminal-support")
                .subject("Card reader shows error 42")
                .description("The reader at the counter stops after the tip screen.")
                .category(TicketCategory.TECHNICAL)
                .source(TicketSource.PHONE)
                .requesterType(RequesterType.MERCHANT)
                .requesterId("1001")
                .customFields(Map.of("serialNumber", "TX-204981")));
        System.out.println(ticket.getTicketNumber() + " " + ticket.getRequesterName() + " " + ticket.getAssignedTo());
        // [/sample]
    }
}
