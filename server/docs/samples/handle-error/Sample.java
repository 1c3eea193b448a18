import dev.docket.sdk.Docket;
import dev.docket.sdk.DocketException;
import dev.docket.sdk.model.RequesterType;
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
        try {
            docket.tickets().createTicket(new TicketInput()
                    .subject("Card reader shows error 42")
                    .description("It stops after the tip screen.")
                    .category(TicketCategory.TECHNICAL)
                    .source(TicketSource.PHONE)
                    .requesterType(RequesterType.MERCHANT)
                    .requesterId("77"));
        } catch (DocketException rejected) {
            System.out.println(rejected.type() + " " + rejected.requestId());
            rejected.errors().forEach(error -> System.out.println(error.getPointer() + " " + error.getDetail()));
        }
        // [/sample]
    }
}
