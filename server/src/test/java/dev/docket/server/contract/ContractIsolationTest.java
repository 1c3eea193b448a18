package dev.docket.server.contract;

import static dev.docket.server.testing.TicketJson.ticketOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Wherever a request can name something by its id, the response for an id of another account equals that for an unknown
 * id, and nothing of the other account changes. The same holds for a ticket of a type that requires a permission which
 * the caller does not have, and for a ticket of another requester than the one that the caller is bound to. Nothing
 * here is specific to an operation.
 *
 * <p>The other account is a copy of the first one's rows. Resources whose ids the account chooses have different ids
 * there; resources numbered by the server have the same.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractIsolationTest {

    private static final String OTHER_ACCOUNT = "9001";
    private static final String SECRETS = "custom:secrets";
    private static final Pattern UUID_LIKE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static RunningServer server;
    private static ContractClient client;
    private static ContractClient otherClient;
    private static ContractClient insider;

    /** An agent with every permission except tickets:notes. */
    private static ContractClient withoutNotes;

    /**
     * By the name of a parameter: the id in the first account, the id in the other, and the id visible only with a
     * permission.
     */
    private static final Map<String, String> OURS = new LinkedHashMap<>();

    private static final Map<String, String> THEIRS = new LinkedHashMap<>();
    private static final Map<String, String> SECRET = new LinkedHashMap<>();

    /** As {@code OURS}, with an internal note and an internal file of the ticket. */
    private static final Map<String, String> INTERNAL = new LinkedHashMap<>();

    private static Connection superuser;

    /** Each with its columns. */
    private static List<List<String>> tables;

    /** Checksums of what must not change. */
    private static String others;

    private static String secrets;

    private static final Map<String, String> TABLE = Collections.synchronizedMap(new LinkedHashMap<>());

    @BeforeAll
    static void start() throws SQLException {
        server = RunningServer.start();
        superuser = server.testDatabase.connectAsSuperuser();
        tables = isolatedTables();
        DemoTicket.load(server.database, server.clock);
        server.add(TicketTypeRows.type("secret", List.of(SECRETS), List.of()));
        client = server.client();
        insider = server.client(Stream.concat(Operations.permissions().stream(), Stream.of(SECRETS))
                .toList());
        for (Operation operation : operations().toList()) {
            for (JsonNode parameter : operation.parametersIn("path")) {
                OURS.put(parameter.path("name").asText(), ExampleRequest.value(Contract.DOCKET, parameter));
            }
        }
        createWhatTheDemoLacks(client, OURS);
        OURS.forEach((parameter, id) -> THEIRS.put(parameter, theirs(id)));
        copy();
        otherClient = server.clientOf(OTHER_ACCOUNT);
        createWhatTheCopyLacks();
        SECRET.putAll(OURS);
        SECRET.put("ticketId", secretTicket());
        createWhatTheDemoLacks(insider, SECRET);
        addNoteAndFile();
        others = everythingOf(OTHER_ACCOUNT);
        secrets = everythingOf(DemoData.ACCOUNT, SECRET.get("ticketId"));
    }

    /** Uses the examples of the contract, where they work. */
    private static void createWhatTheDemoLacks(ContractClient creator, Map<String, String> ids) {
        operations()
                .filter(operation -> operation.documents(201)
                        && !operation.parametersIn("path").isEmpty())
                .forEach(operation -> learn(of(operation, ids).send(creator), ids));
    }

    /** Rows that belong to no account, such as tokens. */
    private static void createWhatTheCopyLacks() {
        operations()
                .filter(operation -> operation.method().equals("GET")
                        && operation.parametersIn("path").size() == 1
                        && operation.path().endsWith("}"))
                .filter(operation -> of(operation, THEIRS).send(otherClient).status() == 404)
                .forEach(operation -> Contract.DOCKET
                        .operation(
                                "POST",
                                operation.path().substring(0, operation.path().lastIndexOf('/')))
                        .ifPresent(
                                creation -> learn(ExampleRequest.known(creation).send(otherClient), THEIRS)));
    }

    private static void addNoteAndFile() {
        withoutNotes = server.client(Operations.permissions().stream()
                .filter(permission -> !permission.equals("tickets:notes"))
                .toList());
        INTERNAL.putAll(OURS);
        String path = "/tickets/" + OURS.get("ticketId");
        learn(
                client.post(path + "/comments", "{\"content\": \"quetzal\", \"isInternal\": true}")
                        .expect(201),
                INTERNAL);
        FormData form = new FormData()
                .field("isInternal", "true")
                .file("quetzal.txt", "text/plain", "content".getBytes(StandardCharsets.UTF_8));
        learn(client.post(path + "/attachments", FormData.TYPE, form.bytes()).expect(201), INTERNAL);
    }

    private static void learn(Answer created, Map<String, String> ids) {
        if (created.header("Location") != null) {
            String path = URI.create(created.header("Location")).getRawPath();
            List<JsonNode> parameters =
                    Contract.DOCKET.operation("GET", path).orElseThrow().parametersIn("path");
            ids.put(
                    parameters.get(parameters.size() - 1).path("name").asText(),
                    path.substring(path.lastIndexOf('/') + 1));
        }
    }

    private static String secretTicket() {
        return insider.post("/tickets", """
                        {"ticketTypeId": "secret", "subject": "Secret", "description": "-", "category": "technical",
                         "source": "api", "requesterId": "x", "requesterType": "external", "requesterName": "X",
                         "requesterEmail": "x@x.example"}""").expect(201).json().get("uniqueId").asText();
    }

    /** An id of the same form, used for the copy. */
    private static String theirs(String id) {
        if (UUID_LIKE.matcher(id).matches()) {
            return id.substring(0, id.length() - 4) + "beef";
        }
        return id.matches("\\d+") ? "9" + id : id + "9";
    }

    /** An unknown id of the same form. */
    private static String unknown(String id) {
        if (UUID_LIKE.matcher(id).matches()) {
            return id.substring(0, id.length() - 4) + "dead";
        }
        return id.matches("\\d+") ? "77" + id : id + "77";
    }

    /** Copies every row of the first account to the other, with the ids of the other account. */
    private static void copy() throws SQLException {
        server.database.write(
                OTHER_ACCOUNT,
                transaction -> transaction
                        .dao(AccountDao.class)
                        .insert(new AccountRow(OTHER_ACCOUNT, "Copy", "TKT", RunningServer.START)));
        String row = "regexp_replace(CAST(to_jsonb(t) AS text), "
                + "'([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{8})[0-9a-f]{4}', '\\1beef', 'g')";
        row = "replace(%s, '\"%s\"', '\"%s\"')".formatted(row, DemoData.ACCOUNT, OTHER_ACCOUNT);
        for (Map.Entry<String, String> id : OURS.entrySet()) {
            String ours = id.getValue();
            if (ours.matches("\\d+")) {
                row = "regexp_replace(%s, '(: )%s([,}])', '\\1%s\\2', 'g')".formatted(row, ours, theirs(ours));
            } else if (!UUID_LIKE.matcher(ours).matches()) {
                row = "replace(%s, '\"%s\"', '\"%s\"')".formatted(row, ours, theirs(ours));
            }
        }
        try (Statement statement = superuser.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("SET search_path = docket");
            for (List<String> table : tables) {
                if (!table.get(0).equals("accounts")) {
                    statement.execute("DELETE FROM %s WHERE account_id = '%s'".formatted(table.get(0), OTHER_ACCOUNT));
                    statement.execute(
                            "INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM (SELECT (jsonb_populate_record(CAST(NULL AS %1$s), CAST(%3$s AS jsonb))).* FROM %1$s t WHERE account_id = '%4$s') copied"
                                    .formatted(table.get(0), table.get(1), row, DemoData.ACCOUNT));
                }
            }
        }
    }

    /** Their names and, in a list, their columns. */
    private static List<List<String>> isolatedTables() {
        return server.testDatabase.queryAsSuperuser("""
                SELECT c.relname, string_agg(quote_ident(a.attname), ', ')
                  FROM pg_class c
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                 WHERE c.relnamespace = 'docket'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
                 GROUP BY c.relname
                 ORDER BY 1""");
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        superuser.close();
        server.close();
        StringBuilder text = new StringBuilder("| operation | id tried | response |\n|---|---|---|\n");
        TABLE.forEach((request, answer) -> text.append("| %s | %s |\n".formatted(request, answer)));
        Files.writeString(
                Files.createDirectories(Folders.module().resolve("target")).resolve("isolation.md"), text);
    }

    // ---- Another account

    @Test
    @Order(0)
    void theOtherAccountHasRowsWhereverTheFirstHas() {
        assertThat(rowsOf(OTHER_ACCOUNT)).isNotBlank().isEqualTo(rowsOf(DemoData.ACCOUNT));
    }

    /** The tables that contain rows of the account. */
    private static String rowsOf(String account) {
        return query(tables.stream()
                .map(table -> "SELECT '%1$s' FROM docket.%1$s WHERE account_id = '%2$s' HAVING count(*) > 0"
                        .formatted(table.get(0), account))
                .collect(Collectors.joining(
                        " UNION ALL ", "SELECT string_agg(name, ', ' ORDER BY name) FROM (", ") tables (name)")));
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> anIdOfAnotherAccountIsAnsweredAsOneThatThereIsNot() {
        return references()
                .map(reference -> dynamicTest(name(reference), () -> {
                    Answer answer = assertAlike(reference, OURS, THEIRS);

                    assertThat(everythingOf(OTHER_ACCOUNT))
                            .as("the rows of the other account")
                            .isEqualTo(others);
                    TABLE.put(
                            "%s | %s of another account".formatted(reference.operation(), reference.place()),
                            "%d, the same as for an unknown id".formatted(answer.status()));
                }));
    }

    /** The control: the tests must not pass because the copy lacks something. */
    @TestFactory
    @Order(3)
    Stream<DynamicTest> theSameIdIsAnsweredOtherwiseInItsOwnAccount() {
        List<String> order = List.of("GET", "POST", "PATCH", "DELETE");
        return operations()
                .filter(operation -> !operation.parametersIn("path").isEmpty() && order.contains(operation.method()))
                .sorted(Comparator.comparing((Operation operation) -> order.indexOf(operation.method()))
                        .thenComparing(operation -> -operation.path().length()))
                .map(operation -> dynamicTest(
                        operation.toString(),
                        () -> assertThat(of(operation, THEIRS).send(otherClient).status())
                                .isNotEqualTo(404)));
    }

    /** The control: the tests must not pass because an id in a body is not looked up. */
    @TestFactory
    @Order(5)
    Stream<DynamicTest> anIdOfTheSameAccountIsAnsweredOtherwise() {
        return references()
                .filter(reference -> reference.place().startsWith("body"))
                .map(reference -> dynamicTest(name(reference), () -> {
                    String ours = OURS.get(reference.parameter());
                    ExampleRequest request = of(reference.operation(), OURS);
                    Answer found = reference.filling().with(request, ours).send(client);
                    Answer missing =
                            reference.filling().with(request, unknown(ours)).send(client);

                    assertThat(found.status() + general(found.body(), ours))
                            .isNotEqualTo(missing.status() + general(missing.body(), unknown(ours)));
                }));
    }

    // ---- Tickets of a type that requires a permission

    @TestFactory
    @Order(2)
    Stream<DynamicTest> aTicketOfATypeThatAsksForMoreIsAnsweredAsOneThatThereIsNot() {
        return references()
                .filter(reference -> reference.parameter().equals("ticketId"))
                .map(reference -> dynamicTest(name(reference), () -> {
                    Answer answer = assertAlike(reference, SECRET, SECRET);

                    assertThat(everythingOf(DemoData.ACCOUNT, SECRET.get("ticketId")))
                            .isEqualTo(secrets);
                    TABLE.put(
                            "%s | %s of a type that the caller may not see"
                                    .formatted(reference.operation(), reference.place()),
                            "%d, the same as for an unknown id".formatted(answer.status()));
                }));
    }

    /** A caller that has the permission gets another response. */
    @TestFactory
    @Order(4)
    Stream<DynamicTest> theSameTicketIsAnsweredOtherwiseForACallerThatMaySeeIt() {
        return references()
                .filter(reference -> reference.place().equals("path ticketId")
                        && reference.operation().method().equals("GET"))
                .map(reference -> dynamicTest(
                        name(reference),
                        () -> of(reference.operation(), SECRET).send(insider).expect(200)));
    }

    // ---- Requesters of the same account

    /** Two callers with all permissions: one has tickets, though not these; the other has none. */
    @TestFactory
    @Order(2)
    Stream<DynamicTest> aTicketOfAnotherRequesterIsAnsweredAsOneThatThereIsNot() {
        Map<String, ContractClient> others = Map.of(
                "another requester",
                server.requester("lead", "3001"),
                "a requester without tickets",
                server.requester("mid", "5001"));
        others.get("another requester")
                .post("/tickets", ticketOf("lead", "3001"))
                .expect(201);
        return openReferences()
                .flatMap(reference -> others.entrySet().stream()
                        .map(other -> dynamicTest(name(reference) + " for " + other.getKey(), () -> {
                            String before = everythingOf(DemoData.ACCOUNT, OURS.get("ticketId"));

                            Answer answer = assertAlike(other.getValue(), reference, OURS, OURS);

                            assertThat(answer.status()).isEqualTo(404);
                            assertThat(everythingOf(DemoData.ACCOUNT, OURS.get("ticketId")))
                                    .isEqualTo(before);
                            TABLE.put(
                                    "%s | %s, for %s"
                                            .formatted(reference.operation(), reference.place(), other.getKey()),
                                    "404, the same as for an unknown id");
                        })));
    }

    /** The control: its own requester gets another response. */
    @TestFactory
    @Order(4)
    Stream<DynamicTest> theSameTicketIsAnsweredOtherwiseForItsRequester() {
        ContractClient own = server.requester("merchant", "1002");
        return openReferences()
                .map(reference -> dynamicTest(
                        name(reference),
                        () -> assertThat(of(reference.operation(), OURS)
                                        .send(own)
                                        .status())
                                .isNotEqualTo(404)));
    }

    /** Each operation that the contract does not open to requesters, regardless of their permissions. */
    @TestFactory
    @Order(2)
    Stream<DynamicTest> everyOtherOperationIsClosedToRequesters() {
        ContractClient own = server.requester("merchant", "1002");
        return operations()
                .filter(operation -> !isForRequesters(operation))
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    String before = everythingOf(DemoData.ACCOUNT);

                    Answer answer = of(operation, OURS).send(own).expect(403);

                    assertThat(answer.json().get("detail").asText())
                            .isEqualTo("a token that acts as a requester cannot use this operation");
                    assertThat(everythingOf(DemoData.ACCOUNT)).isEqualTo(before);
                    TABLE.put("%s | for a requester".formatted(operation), "403");
                }));
    }

    // ---- Internal notes and files, for an agent without tickets:notes

    @TestFactory
    @Order(2)
    Stream<DynamicTest> anInternalNoteOrFileIsAnsweredAsOneThatThereIsNot() {
        List<String> internal = List.of("commentId", "attachmentId");
        return references()
                .filter(reference -> reference.place().startsWith("path") && internal.contains(reference.parameter()))
                .map(reference -> dynamicTest(name(reference), () -> {
                    String before = everythingOf(DemoData.ACCOUNT, OURS.get("ticketId"));

                    Answer answer = assertAlike(withoutNotes, reference, INTERNAL, INTERNAL);

                    assertThat(answer.status()).isEqualTo(404);
                    assertThat(everythingOf(DemoData.ACCOUNT, OURS.get("ticketId")))
                            .isEqualTo(before);
                    TABLE.put(
                            "%s | %s of an internal note or file".formatted(reference.operation(), reference.place()),
                            "404, the same as for an unknown id");
                }));
    }

    /**
     * What any operation that reads says of the note and the file, to an agent that may see them and to one that may
     * not.
     */
    @Test
    @Order(2)
    void noReadTellsOfInternalNotesAndFiles() {
        Pattern traces = Pattern.compile("%s|%s|internalNoteCount|attachmentCount|quetzal|\"isInternal\":true"
                .formatted(INTERNAL.get("commentId"), INTERNAL.get("attachmentId")));
        List<String> telling = new ArrayList<>();
        operations().filter(operation -> operation.method().equals("GET")).forEach(operation -> {
            String seen = of(operation, OURS).send(client).body();
            if (traces.matcher(seen).find()) {
                telling.add(operation.path());
            }
            assertThat(of(operation, OURS).send(withoutNotes).body())
                    .as(operation.toString())
                    .doesNotContainPattern(traces);
        });
        assertThat(telling)
                .contains(
                        "/tickets",
                        "/tickets/{ticketId}",
                        "/tickets/export",
                        "/tickets/{ticketId}/history",
                        "/tickets/{ticketId}/comments",
                        "/tickets/{ticketId}/attachments");
    }

    private static Stream<IdReference> openReferences() {
        return references()
                .filter(reference -> isForRequesters(reference.operation())
                        && reference.place().startsWith("path"));
    }

    private static boolean isForRequesters(Operation operation) {
        return operation.node().path("x-for-requesters").asBoolean();
    }

    private static Answer assertAlike(IdReference reference, Map<String, String> ours, Map<String, String> theirs) {
        return assertAlike(client, reference, ours, theirs);
    }

    /** @return the response to {@code theirs} */
    private static Answer assertAlike(
            ContractClient client, IdReference reference, Map<String, String> ours, Map<String, String> theirs) {
        Operation operation = reference.operation();
        String their = theirs.get(reference.parameter());
        String unknown = unknown(their);
        // All other ids in the path are ours, except those that belong to theirs.
        Map<String, String> rest = new HashMap<>(reference.place().startsWith("path") ? theirs : ours);
        Answer missing = reference.filling().with(of(operation, rest), unknown).send(client);
        Answer answer = reference.filling().with(of(operation, rest), their).send(client);
        assertThat(answer.status()).as(answer.body()).isEqualTo(missing.status());
        assertThat(general(answer.body(), their)).isEqualTo(general(missing.body(), unknown));
        return answer;
    }

    /** The body without values that differ between requests. */
    private static String general(String body, String id) {
        return body.replace(id, "…")
                .replaceAll("\"(requestId|instance)\":\"[^\"]*\"", "\"$1\":…")
                .replaceAll(UUID_LIKE.pattern(), "…")
                .replaceAll("TKT-\\d+", "…")
                .replaceAll("\"(id|version|number)\":\\d+", "\"$1\":…");
    }

    private static ExampleRequest of(Operation operation, Map<String, String> ids) {
        return ExampleRequest.of(
                operation, parameter -> ids.get(parameter.path("name").asText()));
    }

    private static Stream<IdReference> references() {
        List<String> parameters = List.copyOf(OURS.keySet());
        return operations().flatMap(operation -> IdReference.of(operation, parameters).stream());
    }

    private static Stream<Operation> operations() {
        return Contract.DOCKET.operations().stream().filter(operation -> operation.hasHeader("x-account-id"));
    }

    private static String name(IdReference reference) {
        return reference.operation() + " " + reference.place();
    }

    /** A checksum of the rows of an account. */
    private static String everythingOf(String account) {
        return checksum("account_id = '" + account + "'");
    }

    /** A checksum of the rows of an account that contain an id. */
    private static String everythingOf(String account, String id) {
        return checksum("account_id = '%s' AND CAST(t AS text) LIKE '%%%s%%'".formatted(account, id));
    }

    /** On a connection that stays open, because queries are frequent. */
    private static String query(String sql) {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String checksum(String which) {
        return query(tables.stream()
                .map(table ->
                        "SELECT '%1$s ' || count(*) || md5(string_agg(CAST(t AS text), ';' ORDER BY CAST(t AS text))) FROM docket.%1$s t WHERE %2$s"
                                .formatted(table.get(0), which))
                .collect(Collectors.joining(" UNION ALL ", "SELECT string_agg(sum, ', ') FROM (", ") sums (sum)")));
    }
}
