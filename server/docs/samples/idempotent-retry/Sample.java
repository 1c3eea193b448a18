import dev.docket.sdk.Docket;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        // The client makes a key for every POST, and repeats a request whose response was lost with the same key.
        Ticket ticket = docket.tickets().createTicket(new TicketInput()
                .subject("Card reader shows error 42")
                .description("It stops after the tip screen.")
                .category(TicketCategory.TECHNICAL)
                .source(TicketSource.PHONE)
                .requesterType(RequesterType.MERCHANT)
                .requesterId("1001"));
        System.out.println(ticket.getTicketNumber());
        // [/sample]
    }
}
