package dev.docket.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.sdk.ApiClient;
import dev.docket.sdk.ApiException;
import dev.docket.sdk.ApiResponse;
import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.AttachmentsApi;
import dev.docket.sdk.api.BusinessCalendarsApi;
import dev.docket.sdk.api.DirectoryApi;
import dev.docket.sdk.api.DocsApi;
import dev.docket.sdk.api.LeadsApi;
import dev.docket.sdk.api.MerchantsApi;
import dev.docket.sdk.api.TicketTransferApi;
import dev.docket.sdk.api.TicketTypesApi;
import dev.docket.sdk.api.TicketsApi;
import dev.docket.sdk.api.UsersApi;
import dev.docket.sdk.model.Attachment;
import dev.docket.sdk.model.AttachmentScanStatus;
import dev.docket.sdk.model.BusinessCalendarInput;
import dev.docket.sdk.model.DirectoryEntityType;
import dev.docket.sdk.model.DirectoryImportLine;
import dev.docket.sdk.model.DirectoryImportOutcome;
import dev.docket.sdk.model.DirectoryImportResult;
import dev.docket.sdk.model.DirectoryImportSummary;
import dev.docket.sdk.model.HolidayImport;
import dev.docket.sdk.model.Lead;
import dev.docket.sdk.model.LeadInput;
import dev.docket.sdk.model.MerchantInput;
import dev.docket.sdk.model.OpeningInterval;
import dev.docket.sdk.model.Problem;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.SlaStatus;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketImportLine;
import dev.docket.sdk.model.TicketImportOutcome;
import dev.docket.sdk.model.TicketImportResult;
import dev.docket.sdk.model.TicketImportSummary;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketList;
import dev.docket.sdk.model.TicketPriority;
import dev.docket.sdk.model.TicketSource;
import dev.docket.sdk.model.TicketStatus;
import dev.docket.sdk.model.TicketType;
import dev.docket.sdk.model.TicketTypeInput;
import dev.docket.sdk.model.TicketTypePatch;
import dev.docket.sdk.model.UserInput;
import dev.docket.sdk.model.UserList;
import dev.docket.sdk.model.Violation;
import dev.docket.sdk.model.ViolationCode;
import dev.docket.sdk.model.WeeklyHours;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.RunningServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java SDK against a real server: the generated client and the generated server interfaces fit. */
class JavaSdkTest {

    private static RunningServer server;
    private static DocketClient client;
    private static TicketsApi tickets;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        String token = server.tokens
                .create("java-sdk", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        client = client(token);
        tickets = new TicketsApi(client);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void createsATicketOfAKnownRequesterAndReadsEveryPropertyOfTheAnswer() throws ApiException {
        Ticket ticket = tickets.createTicket(
                DemoData.ACCOUNT,
                null,
                new TicketInput()
                        .ticketTypeId("terminal-support")
                        .subject("Card reader shows error 42")
                        .description("It stops after the tip screen.")
                        .priority(TicketPriority.HIGH)
                        .category(TicketCategory.FEATURE_REQUEST)
                        .source(TicketSource.PHONE)
                        .requesterType(RequesterType.MERCHANT_INTERNAL)
                        .requesterId("m-blue-door")
                        .assignedTo("u-cho")
                        .customFields(Map.of("serialNumber", "TX-204981"))
                        .tags(List.of("terminal", "counter")));

        assertThat(ticket.getId()).isPositive();
        assertThat(ticket.getUniqueId()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ticket.getAccountId()).isEqualTo("2311");
        assertThat(ticket.getTicketNumber()).matches("TKT-[1-9][0-9]*");
        assertThat(ticket.getTicketTypeId()).isEqualTo("terminal-support");
        assertThat(ticket.getSubject()).isEqualTo("Card reader shows error 42");
        assertThat(ticket.getDescription()).isEqualTo("It stops after the tip screen.");
        assertThat(ticket.getStatus()).isEqualTo(TicketStatus.OPEN);
        assertThat(ticket.getPriority()).isEqualTo(TicketPriority.HIGH);
        assertThat(ticket.getCategory()).isEqualTo(TicketCategory.FEATURE_REQUEST);
        assertThat(ticket.getSource()).isEqualTo(TicketSource.PHONE);
        assertThat(ticket.getRequesterId()).isEqualTo("m-blue-door");
        assertThat(ticket.getRequesterName()).isEqualTo("Blue Door Bakery");
        assertThat(ticket.getRequesterEmail()).isEqualTo("rosa@bluedoor.example");
        assertThat(ticket.getRequesterPhone()).isEqualTo("+1 212 555 0147");
        assertThat(ticket.getRequesterType()).isEqualTo(RequesterType.MERCHANT_INTERNAL);
        assertThat(ticket.getAssignedTo()).isEqualTo("u-cho");
        assertThat(ticket.getMerchantId()).isEqualTo(1001);
        assertThat(ticket.getMerchantName()).isEqualTo("Blue Door Bakery");
        assertThat(ticket.getCreatedAt()).isEqualTo(RunningServer.START);
        assertThat(ticket.getUpdatedAt()).isEqualTo(RunningServer.START);
        assertThat(ticket.getSlaStatus()).isEqualTo(SlaStatus.ON_TIME);
        assertThat(ticket.getSlaFirstResponseDue()).isEqualTo(Instant.parse("2026-03-09T13:30:00Z"));
        assertThat(ticket.getSlaResolutionDue()).isEqualTo(Instant.parse("2026-03-09T20:30:00Z"));
        assertThat(ticket.getSlaTotalPausedTime()).isZero();
        assertThat(ticket.getResponseCount()).isZero();
        assertThat(ticket.getCustomFields()).isEqualTo(Map.of("serialNumber", "TX-204981"));
        assertThat(ticket.getTags()).containsExactly("terminal", "counter");
        assertThat(ticket.getMetaData()).isEmpty();
        assertThat(ticket.getResolvedAt()).isNull();
    }

    @Test
    void sendsTheRelatedEntitiesOfARequesterUnknownToTheCrm() throws ApiException {
        Ticket ticket = tickets.createTicket(
                DemoData.ACCOUNT,
                null,
                question()
                        .status(TicketStatus.WAITING_INTERNAL)
                        .requesterPhone("+1 503 555 0100")
                        .assignedTeamId(7L)
                        .merchantId(1001L)
                        .leadId(3001L)
                        .applicationId("app-north-pier")
                        .midId(5001L)
                        .customFields(Map.of("amount", 12.5, "codes", List.of(4853, 4855))));

        assertThat(ticket.getStatus()).isEqualTo(TicketStatus.WAITING_INTERNAL);
        assertThat(ticket.getRequesterName()).isEqualTo("Sam Réed 🎫");
        assertThat(ticket.getRequesterEmail()).isEqualTo("sam.reed@example.com");
        assertThat(ticket.getRequesterPhone()).isEqualTo("+1 503 555 0100");
        assertThat(ticket.getAssignedTeamId()).isEqualTo(7);
        assertThat(ticket.getMerchantId()).isEqualTo(1001);
        assertThat(ticket.getLeadId()).isEqualTo(3001);
        assertThat(ticket.getApplicationId()).isEqualTo("app-north-pier");
        assertThat(ticket.getMidId()).isEqualTo(5001);
        assertThat(ticket.getCustomFields()).isEqualTo(Map.of("amount", 12.5, "codes", List.of(4853, 4855)));
    }

    /**
     * The service rejects null, so the SDK must omit properties that were not set; and the contract's defaults apply.
     */
    @Test
    void createsATicketOfTheRequiredPropertiesOnly() throws ApiException {
        Ticket ticket = tickets.createTicket(DemoData.ACCOUNT, null, question());

        assertThat(ticket.getStatus()).isEqualTo(TicketStatus.OPEN);
        assertThat(ticket.getPriority()).isEqualTo(TicketPriority.MEDIUM);
        assertThat(ticket.getTags()).isEmpty();
        assertThat(ticket.getAssignedTo()).isNull();
    }

    @Test
    void showsTheHeadersOfTheAnswerAndSendsMoreOfTheRequest() throws ApiException {
        ApiResponse<Ticket> answer = tickets.createTicketWithHttpInfo(
                DemoData.ACCOUNT, null, question(), Map.of("X-Request-Id", "from-the-java-sdk"));

        assertThat(answer.getStatusCode()).isEqualTo(201);
        assertThat(answer.getHeaders())
                .containsEntry("x-request-id", List.of("from-the-java-sdk"))
                .hasEntrySatisfying(
                        "etag",
                        tag -> assertThat(tag).singleElement().asString().startsWith("\"1-"))
                .containsEntry(
                        "location", List.of("/tickets/" + answer.getData().getUniqueId()));
    }

    @Test
    void tellsEverythingThatIsWrongWithARefusedRequest() throws IOException {
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> tickets.createTicket(
                        DemoData.ACCOUNT, null, question().subject("").tags(List.of("fees", ""))));

        assertThat(refused.getCode()).isEqualTo(400);
        Problem problem = ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        assertThat(problem.getType()).isEqualTo("urn:docket:problem:invalid-request");
        assertThat(problem.getStatus()).isEqualTo(400);
        assertThat(problem.getInstance()).isEqualTo("/tickets");
        assertThat(problem.getRequestId())
                .isEqualTo(
                        refused.getResponseHeaders().firstValue("X-Request-Id").orElseThrow());
        assertThat(problem.getErrors())
                .extracting(Violation::getPointer)
                .containsExactlyInAnyOrder("/subject", "/tags/1");
        assertThat(problem.getErrors()).extracting(Violation::getCode).containsOnly(ViolationCode.TOO_SHORT);
    }

    @Test
    void doesOnceWhatIsSentAgain() throws ApiException {
        String key = UUID.randomUUID().toString();
        Ticket ticket = tickets.createTicket(DemoData.ACCOUNT, key, question());

        assertThat(tickets.createTicket(DemoData.ACCOUNT, key, question())).isEqualTo(ticket);
    }

    @Test
    void tellsThatTheTokenIsUnknown() {
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> tickets("dkt_" + "x".repeat(43)).createTicket(DemoData.ACCOUNT, null, question()));

        assertThat(refused.getCode()).isEqualTo(401);
        assertThat(refused.getResponseHeaders().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("invalid_token"));
        assertThat(refused.getResponseBody()).contains("\"status\":401");
    }

    @Test
    void tellsThatTheTokenWasNotGrantedTheAccount() {
        ApiException refused = catchThrowableOfType(
                ApiException.class, () -> tickets.createTicket(DemoData.OTHER_ACCOUNT, null, question()));

        assertThat(refused.getCode()).isEqualTo(403);
    }

    @Test
    void importsLinesAndReturnsTheLinesOfTheAnswerAsTheyAre() throws Exception {
        ObjectMapper json = ApiClient.createDefaultObjectMapper();
        String lines = json.writeValueAsString(new DirectoryImportLine()
                        .id(9001)
                        .merchant(new MerchantInput().uniqueId("m-sdk").dbaName("Café 🎫")))
                + "\n\nnonsense\n"
                + json.writeValueAsString(new DirectoryImportLine()
                        .id("u-sdk")
                        .user(new UserInput().name("Sam").email("sam@docket.example")));

        String[] results = new DirectoryApi(client)
                .importDirectory(DemoData.ACCOUNT, lines)
                .split("\n");

        assertThat(results).hasSize(4);
        assertThat(json.readValue(results[0], DirectoryImportResult.class))
                .isEqualTo(new DirectoryImportResult()
                        .line(1L)
                        .type(DirectoryEntityType.MERCHANT)
                        .id(9001)
                        .outcome(DirectoryImportOutcome.CREATED));
        assertThat(json.readValue(results[1], DirectoryImportResult.class)
                        .getProblem()
                        .getStatus())
                .isEqualTo(400);
        assertThat(json.readValue(results[2], DirectoryImportResult.class).getId())
                .isEqualTo("u-sdk");
        assertThat(json.readValue(results[3], DirectoryImportSummary.class).getCreated())
                .isEqualTo(2);
        assertThat(new MerchantsApi(client)
                        .getMerchant(DemoData.ACCOUNT, 9001L, null)
                        .getDbaName())
                .isEqualTo("Café 🎫");
    }

    /** An absent property is unchanged, null removes it: see JsonNullable. */
    @Test
    void patchesWithNullAndWithout() throws ApiException {
        TicketTypesApi types = new TicketTypesApi(client);
        types.createTicketType(
                DemoData.ACCOUNT,
                null,
                new TicketTypeInput().id("sdk-patch").name("Before").category(TicketCategory.TECHNICAL));

        TicketType renamed =
                types.updateTicketType(DemoData.ACCOUNT, "sdk-patch", null, new TicketTypePatch().name("After"));
        assertThat(renamed.getName()).isEqualTo("After");
        assertThat(renamed.getCategory()).isEqualTo(TicketCategory.TECHNICAL);

        TicketType taken =
                types.updateTicketType(DemoData.ACCOUNT, "sdk-patch", null, new TicketTypePatch().category(null));
        assertThat(taken.getName()).isEqualTo("After");
        assertThat(taken.getCategory()).isNull();
    }

    @Test
    void readsAListPageByPage() throws ApiException {
        UsersApi users = new UsersApi(client);
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            UserList page = users.listUsers(DemoData.ACCOUNT, null, null, 2, cursor, true);
            assertThat(page.getTotal()).isGreaterThan(2);
            page.getData().forEach(user -> ids.add(user.getId()));
            cursor = page.getNextCursor();
        } while (cursor != null);

        assertThat(ids).doesNotHaveDuplicates().contains("u-ana", "u-ben", "u-cho");
    }

    @Test
    void importsHolidaysFromTheTextOfAFile() throws ApiException {
        BusinessCalendarsApi calendars = new BusinessCalendarsApi(client);
        calendars.createBusinessCalendar(
                DemoData.ACCOUNT,
                null,
                new BusinessCalendarInput()
                        .id("sdk-holidays")
                        .name("Holidays")
                        .zone("Europe/London")
                        .weekly(new WeeklyHours()
                                .monday(List.of(
                                        new OpeningInterval().from("09:00").until("17:00")))));

        HolidayImport added = calendars.importHolidays(DemoData.ACCOUNT, null, "sdk-holidays", null, null, """
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//Docket//Test//EN
                BEGIN:VEVENT
                UID:1@docket.example
                DTSTAMP:20260101T000000Z
                DTSTART;VALUE=DATE:20261225
                SUMMARY:Noël
                END:VEVENT
                END:VCALENDAR
                """);

        assertThat(added.getDatesAdded()).isEqualTo(1);
        assertThat(added.getIgnored()).isEmpty();
    }

    @Test
    void importsAndExportsTicketsLineByLine() throws ApiException, IOException {
        ObjectMapper json = ApiClient.createDefaultObjectMapper();
        TicketTransferApi transfer = new TicketTransferApi(client);
        TicketImportLine line = new TicketImportLine()
                .externalId("zd-1041")
                .createdAt(Instant.parse("2024-11-05T09:12:00Z"))
                .ticket(new TicketInput()
                        .subject("No paper feed")
                        .description("The printer does not take paper.")
                        .status(TicketStatus.CLOSED)
                        .category(TicketCategory.TECHNICAL)
                        .source(TicketSource.EMAIL)
                        .requesterType(RequesterType.MERCHANT)
                        .requesterId("1001"));

        String[] results = transfer.importTickets(DemoData.ACCOUNT, json.writeValueAsString(line))
                .split("\n");

        TicketImportResult result = json.readValue(results[0], TicketImportResult.class);
        assertThat(result.getOutcome()).isEqualTo(TicketImportOutcome.CREATED);
        assertThat(json.readValue(results[1], TicketImportSummary.class).getCreated())
                .isEqualTo(1);
        String exported = transfer.exportTickets(DemoData.ACCOUNT, null, null, result.getId() - 1);
        Ticket ticket = json.readValue(exported.split("\n")[0], Ticket.class);
        assertThat(ticket.getUniqueId()).isEqualTo(result.getUniqueId());
        assertThat(ticket.getCreatedAt()).isEqualTo(line.getCreatedAt());
    }

    @Test
    void readsTheContractAsText() throws ApiException {
        assertThat(new DocsApi(client).getContract())
                .startsWith("openapi: 3.0.3")
                .contains("importDirectory");
    }

    @Test
    void listsTicketsByWhatTheRequestSays() throws ApiException {
        TicketsApi tickets = new TicketsApi(client);
        for (String subject : List.of("First of two", "Second of two")) {
            tickets.createTicket(
                    DemoData.ACCOUNT,
                    null,
                    new TicketInput()
                            .subject(subject)
                            .description("It stops after the tip screen.")
                            .category(TicketCategory.TECHNICAL)
                            .source(TicketSource.PHONE)
                            .requesterType(RequesterType.MERCHANT)
                            .requesterId("1001")
                            .tags(List.of("listed")));
        }

        TicketList list = tickets.listTickets(TicketsApi.APIListTicketsRequest.newBuilder()
                .xAccountId(DemoData.ACCOUNT)
                .status(List.of(TicketStatus.OPEN, TicketStatus.IN_PROGRESS))
                .tag(List.of("listed"))
                .search("\"of two\"")
                .createdFrom(RunningServer.START)
                .sort("-ticketNumber")
                .pageSize(1)
                .includeTotal(true)
                .build());

        assertThat(list.getData()).extracting(Ticket::getSubject).containsExactly("Second of two");
        assertThat(list.getTotal()).isEqualTo(2);
        assertThat(list.getNextCursor()).isNotEmpty();
    }

    @Test
    void attachesAFileAndReadsItWholeAndInParts(@TempDir Path folder) throws Exception {
        String ticket = tickets.createTicket(DemoData.ACCOUNT, null, question()).getUniqueId();
        AttachmentsApi attachments = new AttachmentsApi(client);
        byte[] content = new byte[1_000_000];
        new Random(42).nextBytes(content);
        Path file = Files.write(folder.resolve("serial.bin"), content);

        Attachment attached = attachments.createAttachment(DemoData.ACCOUNT, null, ticket, file.toFile(), true);

        assertThat(attached.getFileName()).isEqualTo("serial.bin");
        assertThat(attached.getContentType()).isEqualTo("application/octet-stream");
        assertThat(attached.getSize()).isEqualTo(1_000_000);
        assertThat(attached.getIsInternal()).isTrue();
        assertThat(attached.getScanStatus()).isEqualTo(AttachmentScanStatus.NOT_SCANNED);
        assertThat(attachments
                        .listAttachments(DemoData.ACCOUNT, ticket, null, null, null, null)
                        .getData())
                .containsExactly(attached);
        File read = attachments.getAttachmentContent(DemoData.ACCOUNT, ticket, attached.getId(), null, null, null);
        assertThat(read).hasBinaryContent(content);
        ApiResponse<File> part = attachments.getAttachmentContentWithHttpInfo(
                DemoData.ACCOUNT, ticket, attached.getId(), null, "bytes=999000-", null);
        assertThat(part.getStatusCode()).isEqualTo(206);
        assertThat(part.getData()).hasBinaryContent(Arrays.copyOfRange(content, 999_000, 1_000_000));
        attachments.deleteAttachment(DemoData.ACCOUNT, ticket, attached.getId(), null);
    }

    @Test
    void tellsThatAFileIsRefused(@TempDir Path folder) throws Exception {
        String ticket = tickets.createTicket(DemoData.ACCOUNT, null, question()).getUniqueId();
        Path file = Files.write(folder.resolve("setup.exe"), new byte[2_000_000]);

        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> new AttachmentsApi(client).createAttachment(DemoData.ACCOUNT, null, ticket, file.toFile(), null));

        assertThat(refused.getCode()).isEqualTo(400);
        assertThat(refused.getResponseBody()).contains("blocked_type");
    }

    @Test
    void deletesAndSaysThatNothingIsNew() throws ApiException {
        LeadsApi leads = new LeadsApi(client);
        ApiResponse<Lead> put = leads.putLeadWithHttpInfo(
                DemoData.ACCOUNT, 9002L, null, new LeadInput().uniqueId("l-sdk").name("Lee"));
        String tag = put.getHeaders().get("etag").get(0);

        ApiException notModified =
                catchThrowableOfType(ApiException.class, () -> leads.getLead(DemoData.ACCOUNT, 9002L, tag));
        assertThat(notModified.getCode()).isEqualTo(304);
        assertThat(leads.deleteLeadWithHttpInfo(DemoData.ACCOUNT, 9002L, null, tag)
                        .getStatusCode())
                .isEqualTo(204);
    }

    private static TicketsApi tickets(String token) {
        return new TicketsApi(client(token));
    }

    private static DocketClient client(String token) {
        // A base URL with a slash at its end works like one without.
        return new DocketClient(server.uri() + "/", token);
    }

    private static TicketInput question() {
        return new TicketInput()
                .subject("Question about fees")
                .description("What does a chargeback cost?")
                .category(TicketCategory.BILLING)
                .source(TicketSource.EMAIL)
                .requesterType(RequesterType.EXTERNAL)
                .requesterId("visitor-77")
                .requesterName("Sam Réed 🎫")
                .requesterEmail("sam.reed@example.com");
    }
}
