package dev.docket.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.docket.sdk.Docket;
import dev.docket.sdk.DocketException;
import dev.docket.sdk.Download;
import dev.docket.sdk.Inputs;
import dev.docket.sdk.Upload;
import dev.docket.sdk.model.ApplicationInput;
import dev.docket.sdk.model.Attachment;
import dev.docket.sdk.model.AttachmentScanStatus;
import dev.docket.sdk.model.AutomationAction;
import dev.docket.sdk.model.AutomationEvent;
import dev.docket.sdk.model.AutomationRule;
import dev.docket.sdk.model.AutomationRuleInput;
import dev.docket.sdk.model.AutomationRulePatch;
import dev.docket.sdk.model.BusinessCalendarInput;
import dev.docket.sdk.model.CommentInput;
import dev.docket.sdk.model.DirectoryEntityType;
import dev.docket.sdk.model.DirectoryImportLine;
import dev.docket.sdk.model.DirectoryImportOutcome;
import dev.docket.sdk.model.DirectoryImportResult;
import dev.docket.sdk.model.HolidayImport;
import dev.docket.sdk.model.Lead;
import dev.docket.sdk.model.LeadInput;
import dev.docket.sdk.model.MerchantInput;
import dev.docket.sdk.model.MidInput;
import dev.docket.sdk.model.OpeningInterval;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.SlaStatus;
import dev.docket.sdk.model.TeamInput;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketList;
import dev.docket.sdk.model.TicketPriority;
import dev.docket.sdk.model.TicketSource;
import dev.docket.sdk.model.TicketStatus;
import dev.docket.sdk.model.TicketType;
import dev.docket.sdk.model.TicketTypeInput;
import dev.docket.sdk.model.TicketTypePatch;
import dev.docket.sdk.model.TicketUpdatePatch;
import dev.docket.sdk.model.User;
import dev.docket.sdk.model.UserInput;
import dev.docket.sdk.model.Violation;
import dev.docket.sdk.model.ViolationCode;
import dev.docket.sdk.model.WeeklyHours;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java SDK against a real server: the generated client and the generated server interfaces fit. */
class JavaSdkTest {

    private static RunningServer server;
    private static String token;
    private static Docket docket;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        token = server.tokens
                .create("java-sdk", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        docket = client(token);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void createsATicketOfAKnownRequesterAndReadsEveryPropertyOfTheResponse() {
        Ticket ticket = docket.tickets()
                .createTicket(new TicketInput()
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
        assertThat(ticket.additionalProperties()).isEmpty();
    }

    @Test
    void sendsTheRelatedEntitiesOfARequesterUnknownToTheCrm() {
        Ticket ticket = docket.tickets()
                .createTicket(question()
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
    void createsATicketOfTheRequiredPropertiesOnly() {
        Ticket ticket = docket.tickets().createTicket(question());

        assertThat(ticket.getStatus()).isEqualTo(TicketStatus.OPEN);
        assertThat(ticket.getPriority()).isEqualTo(TicketPriority.MEDIUM);
        assertThat(ticket.getTags()).isEmpty();
        assertThat(ticket.getAssignedTo()).isNull();
    }

    @Test
    void showsTheHeadersOfTheResponseAndSendsMoreOfTheRequest() {
        Ticket ticket = docket.tickets()
                .createTicket(question(), options -> options.header("X-Request-Id", "from-the-java-sdk"));

        assertThat(ticket.headers().firstValue("X-Request-Id")).contains("from-the-java-sdk");
        assertThat(ticket.headers().firstValue("Location")).contains("/tickets/" + ticket.getUniqueId());
        assertThat(ticket.etag()).startsWith("\"1-");
    }

    @Test
    void tellsEverythingThatIsWrongWithARejectedRequest() {
        DocketException.InvalidRequest rejected = catchThrowableOfType(
                DocketException.InvalidRequest.class,
                () -> docket.tickets().createTicket(question().subject("").tags(List.of("fees", ""))));

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.type()).isEqualTo("urn:docket:problem:invalid-request");
        assertThat(rejected.is("invalid-request")).isTrue();
        assertThat(rejected.problem().getInstance()).isEqualTo("/tickets");
        assertThat(rejected.requestId()).isEqualTo(rejected.problem().getRequestId());
        assertThat(rejected.errors())
                .extracting(Violation::getPointer)
                .containsExactlyInAnyOrder("/subject", "/tags/1");
        assertThat(rejected.errors()).extracting(Violation::getCode).containsOnly(ViolationCode.TOO_SHORT);
        assertThat(rejected).hasMessageContainingAll("POST /tickets: 400", "/subject ", "/tags/1 ");
    }

    @Test
    void executesOnceWhatIsSentAgainWithItsKey() {
        String key = UUID.randomUUID().toString();
        Ticket ticket = docket.tickets().createTicket(question(), options -> options.idempotencyKey(key));

        Ticket again = docket.tickets().createTicket(question(), options -> options.idempotencyKey(key));
        assertThat(again).isEqualTo(ticket);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(docket.tickets().createTicket(question())).isNotEqualTo(ticket);
        assertThatThrownBy(() -> docket.tickets()
                        .createTicket(question().subject("Another"), options -> options.idempotencyKey(key)))
                .isInstanceOfSatisfying(
                        DocketException.InvalidRequest.class,
                        rejected -> assertThat(rejected.is("idempotency-key-reused"))
                                .isTrue());
    }

    @Test
    void tellsWhatATokenMayNot() {
        DocketException.Unauthorized unknown = catchThrowableOfType(
                DocketException.Unauthorized.class,
                () -> client("dkt_" + "x".repeat(43)).tickets().createTicket(question()));
        assertThat(unknown.problem().getStatus()).isEqualTo(401);

        assertThatThrownBy(() ->
                        docket.tickets().createTicket(question(), options -> options.account(DemoData.OTHER_ACCOUNT)))
                .isInstanceOf(DocketException.Forbidden.class);
    }

    @Test
    void tellsThatTheAccountIsMissing() {
        Docket none = Docket.builder(server.uri().toString()).token(token).build();

        assertThatThrownBy(() -> none.users().getUser("u-ana")).hasMessageContaining("needs an account");
        assertThat(none.users()
                        .getUser("u-ana", options -> options.account(DemoData.ACCOUNT))
                        .getId())
                .isEqualTo("u-ana");
        assertThat(none.access().getMe().getAccounts()).isNotEmpty();
    }

    @Test
    void tellsThatATicketDoesNotExistOrIsClosed() {
        assertThatThrownBy(() -> docket.tickets().getTicket("TKT-999999"))
                .isInstanceOf(DocketException.NotFound.class)
                .hasMessageStartingWith("GET /tickets/TKT-999999: 404, ");

        Ticket closed = docket.tickets().createTicket(question().status(TicketStatus.CLOSED));
        assertThatThrownBy(() ->
                        docket.comments().addComment(closed.getUniqueId(), new CommentInput().content("Is it done?")))
                .isInstanceOfSatisfying(
                        DocketException.Conflict.class,
                        conflict -> assertThat(conflict.is("conflict")).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void rejectsAnIdThatWouldMakeThePathOfAnotherOperation(String id) {
        assertThatThrownBy(() -> docket.tickets().getTicket(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ticketId must be an ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a b", "a?b", "a#b", "a%2Fb", "ä", "🎫", "a;b", "a+b", "a\\b"})
    void sendsEveryCharacterOfAnId(String id) {
        assertThatThrownBy(() -> docket.tickets().getTicket(id))
                .isInstanceOfSatisfying(
                        DocketException.class,
                        rejected -> assertThat(rejected.status()).isIn(400, 404));
    }

    @Test
    void changesOnlyTheVersionThatWasRead() {
        Ticket read = docket.tickets().createTicket(question());
        Ticket changed = docket.tickets()
                .updateTicket(
                        read.getTicketNumber(),
                        new TicketUpdatePatch().priority(TicketPriority.URGENT),
                        options -> options.ifMatch(read.etag()));
        assertThat(changed.getPriority()).isEqualTo(TicketPriority.URGENT);

        assertThatThrownBy(() -> docket.tickets()
                        .updateTicket(
                                read.getTicketNumber(),
                                new TicketUpdatePatch().priority(TicketPriority.LOW),
                                options -> options.ifMatch(read.etag())))
                .isInstanceOf(DocketException.PreconditionFailed.class);
        assertThatThrownBy(() -> docket.tickets()
                        .getTicket(read.getTicketNumber(), options -> options.ifNoneMatch(changed.etag())))
                .isInstanceOf(DocketException.NotModified.class);
        assertThatThrownBy(() -> docket.tickets().listTickets().getData().get(0).etag())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("get the object by its ID");
    }

    @Test
    void tellsThatTheTokenSentTooMuch() {
        try (RunningServer strict = server.beside(new RateLimitSettings(1, 1, 60))) {
            Docket impatient = Docket.builder(strict.uri().toString())
                    .token(token)
                    .account(DemoData.ACCOUNT)
                    .maxRetries(0)
                    .build();
            impatient.users().getUser("u-ana");

            DocketException.TooManyRequests rejected = catchThrowableOfType(
                    DocketException.TooManyRequests.class,
                    () -> impatient.users().getUser("u-ana"));
            assertThat(rejected.retryAfter()).isPositive();
        }
    }

    @Test
    void importsLinesAndReadsTheirResults() {
        List<DirectoryImportResult> results;
        try (Stream<DirectoryImportResult> stream = docket.directory()
                .importDirectory(Stream.of(
                        new DirectoryImportLine()
                                .id(9001)
                                .merchant(new MerchantInput().uniqueId("m-sdk").dbaName("Café 🎫")),
                        new DirectoryImportLine().id("u-bad").user(new UserInput().name("Dan")),
                        new DirectoryImportLine()
                                .id("u-sdk")
                                .user(new UserInput().name("Sam").email("sam@docket.example"))))) {
            results = stream.toList();
        }

        assertThat(results).hasSize(3);
        assertThat(results.get(0))
                .isEqualTo(new DirectoryImportResult()
                        .line(1L)
                        .type(DirectoryEntityType.MERCHANT)
                        .id(9001)
                        .outcome(DirectoryImportOutcome.CREATED));
        assertThat(results.get(1).getProblem().getStatus()).isEqualTo(400);
        assertThat(results.get(2).getId()).isEqualTo("u-sdk");
        assertThat(docket.merchants().getMerchant(9001L).getDbaName()).isEqualTo("Café 🎫");
    }

    /** An absent property is unchanged, null removes it: see JsonNullable. */
    @Test
    void patchesWithNullAndWithout() {
        docket.ticketTypes()
                .createTicketType(
                        new TicketTypeInput().id("sdk-patch").name("Before").category(TicketCategory.TECHNICAL));

        TicketType renamed = docket.ticketTypes().updateTicketType("sdk-patch", new TicketTypePatch().name("After"));
        assertThat(renamed.getName()).isEqualTo("After");
        assertThat(renamed.getCategory()).isEqualTo(TicketCategory.TECHNICAL);

        TicketType removed = docket.ticketTypes().updateTicketType("sdk-patch", new TicketTypePatch().category(null));
        assertThat(removed.getName()).isEqualTo("After");
        assertThat(removed.getCategory()).isNull();
    }

    @Test
    void removesOneCustomField() {
        Ticket ticket = docket.tickets().createTicket(question().customFields(Map.of("amount", 12.5, "batch", "B-1")));
        Map<String, Object> change = new HashMap<>();
        change.put("batch", null);

        assertThat(docket.tickets()
                        .updateTicket(ticket.getUniqueId(), new TicketUpdatePatch().customFields(change))
                        .getCustomFields())
                .isEqualTo(Map.of("amount", 12.5));
    }

    @Test
    void readsAllPagesOfAList() {
        var first = docket.users().listUsers(options -> options.pageSize(2).includeTotal(true));

        assertThat(first.getData()).hasSize(2);
        assertThat(first.stream().map(User::getId))
                .doesNotHaveDuplicates()
                .hasSize(first.getTotal().intValue())
                .contains("u-ana", "u-ben", "u-cho");
        assertThat(first.all()).containsExactlyElementsOf(first.stream().toList());
        assertThat(first.next().getData()).doesNotContainAnyElementsOf(first.getData());
    }

    @Test
    void importsHolidaysFromTheTextOfAFile() {
        docket.businessCalendars()
                .createBusinessCalendar(new BusinessCalendarInput()
                        .id("sdk-holidays")
                        .name("Holidays")
                        .zone("Europe/London")
                        .weekly(new WeeklyHours()
                                .monday(List.of(
                                        new OpeningInterval().from("09:00").until("17:00")))));

        HolidayImport added = docket.businessCalendars().importHolidays("sdk-holidays", """
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
    void readsTheContractAsText() {
        assertThat(docket.docs().getContract()).startsWith("openapi: 3.0.3").contains("importDirectory");
    }

    @Test
    void listsTicketsByWhatTheRequestSays() {
        for (String subject : List.of("First of two", "Second of two")) {
            docket.tickets()
                    .createTicket(new TicketInput()
                            .subject(subject)
                            .description("It stops after the tip screen.")
                            .category(TicketCategory.TECHNICAL)
                            .source(TicketSource.PHONE)
                            .requesterType(RequesterType.MERCHANT)
                            .requesterId("1001")
                            .tags(List.of("listed")));
        }

        TicketList list = docket.tickets()
                .listTickets(options -> options.status(TicketStatus.OPEN, TicketStatus.IN_PROGRESS)
                        .tag(List.of("listed"))
                        .search("\"of two\"")
                        .createdFrom(RunningServer.START)
                        .sort("-ticketNumber")
                        .pageSize(1)
                        .includeTotal(true));

        assertThat(list.getData()).extracting(Ticket::getSubject).containsExactly("Second of two");
        assertThat(list.getTotal()).isEqualTo(2);
        assertThat(list.getNextCursor()).isNotEmpty();
        assertThat(list.stream().map(Ticket::getSubject)).containsExactly("Second of two", "First of two");
    }

    @Test
    void attachesAFileAndReadsItWholeAndInParts(@TempDir Path folder) throws IOException {
        String ticket = docket.tickets().createTicket(question()).getUniqueId();
        byte[] content = new byte[1_000_000];
        new Random(42).nextBytes(content);
        Path file = Files.write(folder.resolve("serial.bin"), content);

        Attachment attached = docket.attachments()
                .createAttachment(
                        ticket, Upload.of(file, "application/octet-stream"), options -> options.isInternal(true));

        assertThat(attached.getFileName()).isEqualTo("serial.bin");
        assertThat(attached.getContentType()).isEqualTo("application/octet-stream");
        assertThat(attached.getSize()).isEqualTo(1_000_000);
        assertThat(attached.getIsInternal()).isTrue();
        assertThat(attached.getScanStatus()).isEqualTo(AttachmentScanStatus.NOT_SCANNED);
        assertThat(docket.attachments().listAttachments(ticket).getData()).containsExactly(attached);
        Path read = folder.resolve("read.bin");
        try (Download download = docket.attachments().getAttachmentContent(ticket, attached.getId())) {
            assertThat(download.name()).isEqualTo("serial.bin");
            assertThat(download.length()).hasValue(1_000_000);
            download.saveTo(read);
        }
        assertThat(read).hasBinaryContent(content);
        try (Download part = docket.attachments()
                .getAttachmentContent(ticket, attached.getId(), options -> options.range("bytes=999000-"))) {
            assertThat(part.headers().firstValue("Content-Range")).contains("bytes 999000-999999/1000000");
            assertThat(part.content()).hasBinaryContent(Arrays.copyOfRange(content, 999_000, 1_000_000));
        }
        docket.attachments().deleteAttachment(ticket, attached.getId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.txt",
                "it's \"q\".txt",
                "Müller 🎫 数.txt",
                "100% done.txt",
                "a+b.txt",
                "a*b.txt",
                "a;b=c.txt",
                "%22.txt",
                "(copy).txt",
                "two  spaces .txt"
            })
    void keepsTheNameAndTheTypeOfAFile(String name) throws IOException {
        String ticket = docket.tickets().createTicket(question()).getUniqueId();

        Attachment attached = docket.attachments()
                .createAttachment(ticket, Upload.of(name, "text/plain", new ByteArrayInputStream(new byte[] {'x'})));

        assertThat(attached.getFileName()).isEqualTo(name);
        assertThat(attached.getContentType()).isEqualTo("text/plain");
        try (Download download = docket.attachments().getAttachmentContent(ticket, attached.getId())) {
            assertThat(download.name()).isEqualTo(name);
            assertThat(download.content()).hasContent("x");
        }
    }

    @Test
    void tellsThatAFileIsRejected() {
        String ticket = docket.tickets().createTicket(question()).getUniqueId();

        DocketException.InvalidRequest rejected = catchThrowableOfType(
                DocketException.InvalidRequest.class,
                () -> docket.attachments()
                        .createAttachment(ticket, Upload.of("setup.exe", "text/plain", new byte[2_000_000])));

        assertThat(rejected.errors()).extracting(Violation::getCode).containsExactly(ViolationCode.of("blocked_type"));
    }

    @Test
    void deletesTheVersionThatWasWritten() {
        Lead lead =
                docket.leads().putLead(9002L, new LeadInput().uniqueId("l-sdk").name("Lee"));

        docket.leads().deleteLead(9002L, options -> options.ifMatch(lead.etag()));

        assertThatThrownBy(() -> docket.leads().getLead(9002L)).isInstanceOf(DocketException.NotFound.class);
    }

    @Test
    void makesInputsThatTheServiceTakes() {
        List<AutomationAction> actions = List.of(
                Inputs.setStatus(TicketStatus.OPEN),
                Inputs.setPriority(TicketPriority.HIGH),
                Inputs.setCategory(TicketCategory.BILLING),
                Inputs.setType("terminal-support"),
                Inputs.assignUser("u-ana"),
                Inputs.addTags("fees", "refund"),
                Inputs.removeTags("new"),
                Inputs.setCustomField("amount", 12.5),
                Inputs.addNote("Look at the fees."),
                Inputs.escalate().reason("A refund is late.").teamId(7L));
        AutomationRule rule = docket.automation()
                .createAutomationRule(new AutomationRuleInput()
                        .name("Refunds")
                        .events(List.of(AutomationEvent.TICKET_CREATED))
                        .isActive(false)
                        .actions(actions));
        for (AutomationAction assignment :
                List.of(Inputs.assignTeam(7), Inputs.unassign(), Inputs.removeCustomField("amount"))) {
            rule = docket.automation()
                    .updateAutomationRule(rule.getId(), new AutomationRulePatch().actions(List.of(assignment)));
            assertThat(rule.getActions()).containsExactly(assignment);
        }

        try (Stream<DirectoryImportResult> results = docket.directory()
                .importDirectory(Stream.of(
                        Inputs.line("u-fay", new UserInput().name("Fay").email("fay@docket.example")),
                        Inputs.line(77, new TeamInput().name("Refunds")),
                        Inputs.line(9101, new MerchantInput().uniqueId("m-fay").dbaName("Fay's")),
                        Inputs.line(
                                9102,
                                new MidInput()
                                        .uniqueId("mid-fay")
                                        .merchantId(9101L)
                                        .descriptor("FAY")),
                        Inputs.line(9103, new LeadInput().uniqueId("l-fay").name("Fay")),
                        Inputs.line(
                                9104, new ApplicationInput().uniqueId("a-fay").dbaName("Fay's"))))) {
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.getOutcome())
                            .as(result.toString())
                            .isEqualTo(DirectoryImportOutcome.CREATED));
        }
        assertThat(docket.tickets()
                        .createTicket(Inputs.ticketOf(RequesterType.LEAD, "l-fay")
                                .subject("Fees")
                                .description("How high?")
                                .category(TicketCategory.BILLING)
                                .source(TicketSource.EMAIL))
                        .getRequesterName())
                .isEqualTo("Fay");
    }

    /** One HTTP client with one selector thread, however many operations use it. */
    @Test
    void holdsOneHttpClient() {
        long before = selectors();
        Docket other = client(token);
        IntStream.range(0, 50).forEach(i -> other.users().getUser("u-ana"));

        // Those of former clients may end meanwhile.
        assertThat(selectors() - before).isLessThanOrEqualTo(1);
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .count();
    }

    private static Docket client(String token) {
        // A base URL with a slash at its end works like one without.
        return Docket.builder(server.uri() + "/")
                .token(token)
                .account(DemoData.ACCOUNT)
                .build();
    }

    private static TicketInput question() {
        return Inputs.ticketOfExternal("visitor-77", "Sam Réed 🎫", "sam.reed@example.com")
                .subject("Question about fees")
                .description("What does a chargeback cost?")
                .category(TicketCategory.BILLING)
                .source(TicketSource.EMAIL);
    }
}
