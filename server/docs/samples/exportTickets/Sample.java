import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketTransferApi;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var transfer = new TicketTransferApi(client);
        String lines = transfer.exportTickets(account, null, null, null);
        System.out.println(lines.lines().count() + " tickets"); // each line is a Ticket
        // [/sample]
    }
}
