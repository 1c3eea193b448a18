import dev.docket.sdk.ApiClient;
import dev.docket.sdk.ApiException;
import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.TicketsApi;
import dev.docket.sdk.model.Problem;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var tickets = new TicketsApi(client);
        try {
            tickets.createTicket(account, null, new TicketInput()
                    .subject("Card reader shows error 42")
                    .description("It stops after the tip screen.")
                    .category(TicketCategory.TECHNICAL)
                    .source(TicketSource.PHONE)
                    .requesterType(RequesterType.MERCHANT)
                    .requesterId("77"));
        } catch (ApiException rejected) {
            Problem problem = ApiClient.createDefaultObjectMapper()
                    .readValue(rejected.getResponseBody(), Problem.class);
            System.out.println(problem.getType() + " " + problem.getRequestId());
            if (problem.getErrors() != null) {
                problem.getErrors().forEach(error -> System.out.println(error.getPointer() + " " + error.getDetail()));
            }
        }
        // [/sample]
    }
}
