import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketTransferApi;
import java.nio.file.Files;
import java.nio.file.Path;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var transfer = new TicketTransferApi(client);
        String results = transfer.importTickets(account, Files.readString(Path.of("tickets.ndjson")));
        results.lines().forEach(System.out::println); // each is a TicketImportResult, the last a TicketImportSummary
        // [/sample]
    }
}
