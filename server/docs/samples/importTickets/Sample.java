import dev.docket.sdk.Docket;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketImportLine;
import dev.docket.sdk.model.TicketImportResult;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;
import dev.docket.sdk.model.TicketStatus;
import java.time.Instant;
import java.util.stream.Stream;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        Stream<TicketImportLine> lines = Stream.of(
                new TicketImportLine()
                        .externalId("zd-1041")
                        .createdAt(Instant.parse("2024-11-05T09:12:00Z"))
                        .ticket(new TicketInput()
                                .subject("No paper feed")
                                .description("The printer does not take paper.")
                                .status(TicketStatus.CLOSED)
                                .category(TicketCategory.TECHNICAL)
                                .source(TicketSource.EMAIL)
                                .requesterType(RequesterType.MERCHANT)
                                .requesterId("1001")),
                new TicketImportLine()
                        .externalId("zd-1042")
                        .ticket(new TicketInput()
                                .subject("Question about fees")
                                .description("What does a chargeback cost?")
                                .category(TicketCategory.BILLING)
                                .source(TicketSource.EMAIL)
                                .requesterType(RequesterType.LEAD)
                                .requesterId("7")));
        try (Stream<TicketImportResult> results = docket.ticketTransfer().importTickets(lines)) {
            results.forEach(result -> System.out.println(result.getExternalId() + " " + result.getOutcome()));
        }
        // [/sample]
    }
}
