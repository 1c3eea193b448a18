import dev.docket.sdk.ApiException;
import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketsApi;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;
import java.util.List;
import java.util.UUID;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var tickets = new TicketsApi(client);
        String key = UUID.randomUUID().toString(); // one key for the ticket, however often the request is sent
        var input = new TicketInput()
                .subject("Card reader shows error 42")
                .description("It stops after the tip screen.")
                .category(TicketCategory.TECHNICAL)
                .source(TicketSource.PHONE)
                .requesterType(RequesterType.MERCHANT)
                .requesterId("1001");
        Ticket ticket = null;
        for (int attempt = 0; ticket == null; attempt++) {
            try {
                ticket = tickets.createTicket(account, key, input);
            } catch (ApiException failure) {
                // 0: no response, so the ticket may exist or not; the same key settles it
                if (attempt == 5 || !List.of(0, 408, 429, 503).contains(failure.getCode())) {
                    throw failure;
                }
                Thread.sleep(1000L << attempt);
            }
        }
        System.out.println(ticket.getTicketNumber());
        // [/sample]
    }
}
