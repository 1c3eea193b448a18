import dev.docket.sdk.Docket;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketStatus;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        for (Ticket ticket : docket.tickets()
                .listTickets(options -> options.status(TicketStatus.OPEN).pageSize(50))
                .all()) {
            System.out.println(ticket.getTicketNumber() + " " + ticket.getSubject());
        }
        // [/sample]
    }
}
