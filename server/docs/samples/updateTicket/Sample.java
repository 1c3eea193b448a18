import dev.docket.sdk.Docket;
import dev.docket.sdk.DocketException;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketPriority;
import dev.docket.sdk.model.TicketUpdatePatch;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        Ticket read = docket.tickets().getTicket("TKT-1");
        try {
            Ticket changed = docket.tickets().updateTicket(
                    "TKT-1",
                    new TicketUpdatePatch().priority(TicketPriority.HIGH).assignedTo("u-ben"),
                    options -> options.ifMatch(read.etag()));
            System.out.println(changed.getPriority() + " " + changed.getAssignedTo());
        } catch (DocketException.PreconditionFailed changedMeanwhile) {
            System.out.println("Another agent changed the ticket; read it again");
        }
        // [/sample]
    }
}
