import dev.docket.sdk.Docket;
import dev.docket.sdk.model.Ticket;
import java.util.stream.Stream;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        try (Stream<Ticket> tickets = docket.ticketTransfer().exportTickets()) {
            System.out.println(tickets.count() + " tickets"); // one at a time in memory
        }
        // [/sample]
    }
}
