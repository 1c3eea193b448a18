import dev.docket.sdk.Docket;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;
import java.util.Map;

class Sample {

    public static void main(String[] arguments) throws Exception {
        // [sample]
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        Ticket ticket = docket.tickets().createTicket(new TicketInput()
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
