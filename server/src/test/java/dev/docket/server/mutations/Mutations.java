package dev.docket.server.mutations;

import static dev.docket.server.mutations.ContractChange.add;
import static dev.docket.server.mutations.ContractChange.drop;
import static dev.docket.server.mutations.ContractChange.remove;
import static dev.docket.server.mutations.ContractChange.rename;
import static dev.docket.server.mutations.ContractChange.set;

import dev.docket.server.mutations.Mutation.Change;
import java.util.List;
import java.util.stream.Stream;

/** What is changed: the contract, the server and the schema. */
final class Mutations {

    private static final String INPUT = "/components/schemas/TicketInput";
    private static final String TICKET = "/components/schemas/Ticket";
    private static final String CREATE = "/paths/~1tickets/post";
    private static final String READ = "/paths/~1tickets~1{ticketId}/get";

    private static final String WITH_A_PROPERTY_MORE = """
            writer.writeValue(
                    stream,
                    ((com.fasterxml.jackson.databind.node.ObjectNode)
                                    new com.fasterxml.jackson.databind.json.JsonMapper()
                                            .readTree(writer.writeValueAsBytes(value)))
                            .put("internal", 1))""";

    /** Of what is promised to clients. */
    static final List<Mutation> OF_THE_CONTRACT = List.of(
            compiled("a property of a request is renamed", rename(INPUT + "/properties", "subject", "title")),
            compiled("a property of a response is renamed", rename(TICKET + "/properties", "ticketNumber", "number")),
            tested(
                    "a query parameter is renamed",
                    set("/paths/~1tickets/get/parameters/2", "name", "words"),
                    "TicketSearchTest"),
            compiled(
                    "a property of a request has another type",
                    set(INPUT + "/properties", "merchantId", "{type: string, maxLength: 20}")),
            tested(
                    "a property of a response has another type",
                    set(TICKET + "/properties", "responseCount", "{type: string}"),
                    "CreateTicketTest"),
            tested("a property of a request becomes required", add(INPUT + "/required", "tags"), "VocabularyTest"),
            tested(
                    "a property of a response becomes required",
                    add(TICKET + "/required", "assignedTo"),
                    "VocabularyTest"),
            tested(
                    "a header of a request becomes required",
                    set("/components/parameters/idempotencyKey", "required", "true"),
                    "ContractLockTest"),
            tested(
                    "a query parameter becomes required",
                    set("/paths/~1tickets/get/parameters/2", "required", "true"),
                    "TicketListTest"),
            tested(
                    "a property of a request becomes optional",
                    drop(INPUT + "/required", "requesterId"),
                    "InvalidTicketTest"),
            tested(
                    "a property of a response becomes optional",
                    drop(TICKET + "/required", "requesterEmail"),
                    "PostTicketsTest"),
            tested(
                    "a value of an enum is removed",
                    drop("/components/schemas/TicketCategory/enum", "bank_submissions"),
                    "VocabularyTest"),
            compiled(
                    "a value of an enum that the server uses is removed",
                    drop("/components/schemas/SlaStatus/enum", "paused")),
            tested(
                    "a value is added to an enum",
                    add("/components/schemas/TicketSource/enum", "fax"),
                    "VocabularyTest"),
            tested("a default is another one", set(INPUT + "/properties/priority", "default", "low"), "VocabularyTest"),
            tested("a response is removed", remove(CREATE + "/responses", "406"), "ContractRefusalsTest"),
            tested(
                    "a response that the server does not give is added",
                    set(READ + "/responses", "418", "{$ref: '#/components/responses/NotFound'}"),
                    "ContractLockTest"),
            tested(
                    "a header of a response is removed",
                    remove(READ + "/responses/200/headers", "ETag"),
                    "ContractStyleTest"),
            compiled("a permission is removed", remove(READ, "x-permission")),
            tested("a permission is another one", set(READ, "x-permission", "'tickets:create'"), "ReadTicketTest"),
            tested("a permission is one that no role has", set(READ, "x-permission", "'tickets:look'"), "RoleTest"),
            tested(
                    "a longer text is allowed",
                    set(INPUT + "/properties/subject", "maxLength", "256"),
                    "InvalidTicketTest"),
            tested(
                    "a greater number is allowed",
                    set("/components/parameters/pageSize/schema", "maximum", "201"),
                    "TicketListTest"),
            tested(
                    "a smaller number is allowed",
                    set(INPUT + "/properties/leadId", "minimum", "-1"),
                    "InvalidTicketTest"),
            tested("a longer array is allowed", set(INPUT + "/properties/tags", "maxItems", "51"), "InvalidTicketTest"),
            tested(
                    "a looser pattern is allowed",
                    set("/components/schemas/ResourceId", "pattern", "'^[A-Za-z0-9 ._-]+$'"),
                    "TicketListTest"),
            compiled("unknown properties are allowed", set(INPUT, "additionalProperties", "true")),
            tested(
                    "the format of a time is removed",
                    remove(TICKET + "/properties/createdAt", "format"),
                    "PostTicketsTest"),
            compiled("the format of an integer is removed", remove(INPUT + "/properties/assignedTeamId", "format")),
            compiled("an operation is added", set("/paths", "/tickets/{ticketId}/print", """
                            {get: {tags: [Tickets], operationId: printTicket, summary: Print a ticket,
                                   x-permission: 'tickets:read',
                                   parameters: [{$ref: '#/components/parameters/xAccountIdHeader'},
                                                {$ref: '#/components/parameters/ticketId'}],
                                   responses: {'200': {description: Printed}}}}
                            """)),
            compiled("an operation is renamed", set(READ, "operationId", "readTicket")),
            tested(
                    "an operation has another path",
                    rename("/paths", "/tickets/{ticketId}/restore", "/tickets/{ticketId}/undelete"),
                    "UpdateTicketTest"));

    /** Of what the server does. */
    static final List<Mutation> OF_THE_SERVER = List.of(
            compiled(
                    "a mapping is removed",
                    new JavaChange(
                            "TicketMapper",
                            "@Mapping(target = \"resolutionTime\"",
                            "// @Mapping(target = \"resolutionTime\"")),
            tested(
                    "a mapping to another source than the row's is removed",
                    new JavaChange(
                            "TicketMapper",
                            "@Mapping(target = \"slaBreachedAt\"",
                            "// @Mapping(target = \"slaBreachedAt\""),
                    "ReadTicketTest",
                    "SlaOfTicketTest",
                    "TicketSlaTest"),
            tested(
                    "a mapping is ignored",
                    new JavaChange("TicketMapper", "source = \"sla.pausedAt\"", "ignore = true"),
                    "ReadTicketTest"),
            tested(
                    "a mapping has another source",
                    new JavaChange(
                            "TicketMapper", "source = \"sla.firstResponse.due\"", "source = \"sla.resolution.due\""),
                    "CreateTicketTest"),
            tested(
                    "the permissions of operations are not checked",
                    new JavaChange(
                            "PermissionFilter",
                            "!Caller.of(request.getSecurityContext()).has(permission)",
                            "permission.isEmpty()"),
                    "ContractRefusalsTest"),
            tested(
                    "a permission within an operation is another one",
                    new JavaChange("TicketLists", "caller.has(\"tickets:delete\")", "caller.has(\"tickets:read\")"),
                    "TicketListTest"),
            tested(
                    "a permission within a change is another one",
                    new JavaChange("Comments", "actor.has(\"tickets:moderate\")", "actor.has(\"tickets:comment\")"),
                    "CommentsTest"),
            tested(
                    "the account of a request is not checked",
                    new JavaChange("AccountFilter", ": caller.mayUse(account)", ": true"),
                    "ContractRefusalsTest"),
            tested(
                    "a response has a status that the contract does not have",
                    new JavaChange("ProblemType", "NOT_FOUND(404", "NOT_FOUND(410"),
                    "ReadTicketTest"),
            tested(
                    "a success has another status",
                    new JavaChange("SuccessStatus", "map(Operation::success)", "map(operation -> 202)"),
                    "TicketTypesTest"),
            tested(
                    "a response has a property that the contract does not have",
                    new JavaChange("JsonBodyWriter", "writer.writeValue(stream, value)", WITH_A_PROPERTY_MORE),
                    "ReadTicketTest"),
            tested(
                    "the order of a list is reversed",
                    new JavaChange("TicketListSql", "\" ASC\", \" DESC\"", "\" DESC\", \" ASC\""),
                    "TicketListTest"),
            tested(
                    "a response has no ETag",
                    new JavaChange("Versioned", "Response.ok(body).tag(tag).build()", "Response.ok(body).build()"),
                    "ReadTicketTest"),
            tested(
                    "a rendered response has no Location",
                    new JavaChange("RenderedResponse", "response.location(URI.create(location));", ""),
                    "CreateTicketTest"),
            tested(
                    "a response has no Location",
                    new JavaChange("Versioned", ".location(location)", ""),
                    "ConfigurationsTest"),
            tested(
                    "If-Match is not compared",
                    new JavaChange("EntityTags", "if (ifMatch != null", "if (ifMatch != null && ifMatch.isEmpty()"),
                    "ContractRefusalsTest"),
            tested(
                    "a limit that the contract has in words is loosened",
                    new JavaChange("FreeForm", "65_536", "65_537"),
                    "InvalidTicketTest"));

    /** Of what is stored. */
    static final List<Mutation> OF_THE_SCHEMA = List.of(
            tested(
                    "a column is renamed",
                    new SchemaChange("tickets", "ALTER TABLE tickets RENAME requester_phone TO phone"),
                    "CreateTicketTest"),
            tested(
                    "a column that is only listed is renamed",
                    new SchemaChange("teams", "ALTER TABLE teams RENAME name TO title"),
                    "DirectoryTest"),
            tested(
                    "a column has a narrower type",
                    new SchemaChange("leads", "ALTER TABLE leads ALTER name TYPE varchar(200)"),
                    "SchemaLockTest"),
            tested(
                    "a column has another type",
                    new SchemaChange(
                            "merchants",
                            "ALTER TABLE merchants ALTER principal_phone DROP DEFAULT,"
                                    + " ALTER principal_phone TYPE integer USING 0"),
                    "DirectoryTest"),
            tested(
                    "a policy is dropped",
                    new SchemaChange("tickets", "DROP POLICY account_isolation ON tickets"),
                    "SchemaCatalogTest"),
            tested(
                    "a policy for all accounts is added",
                    new SchemaChange("ticket_history", "CREATE POLICY everybody ON ticket_history USING (true)"),
                    "RowLevelSecurityTest"),
            tested(
                    "the owner sees past the policies",
                    new SchemaChange("ticket_comments", "ALTER TABLE ticket_comments NO FORCE ROW LEVEL SECURITY"),
                    "SchemaCatalogTest"),
            tested(
                    "a unique key is without the account",
                    new SchemaChange("users", "CREATE UNIQUE INDEX users_any_email_key ON users (lower(email))"),
                    "SchemaCatalogTest"),
            tested(
                    "a foreign key is without the account",
                    new SchemaChange(
                            "tickets",
                            "ALTER TABLE merchants ADD UNIQUE (id);"
                                    + " ALTER TABLE tickets ADD FOREIGN KEY (merchant_id) REFERENCES merchants (id)"),
                    "SchemaCatalogTest"),
            tested(
                    "NOT NULL is dropped",
                    new SchemaChange("tickets", "ALTER TABLE tickets ALTER requester_email DROP NOT NULL"),
                    "SchemaLockTest"),
            tested(
                    "a value of a check is removed",
                    new SchemaChange(
                            "tickets",
                            "ALTER TABLE tickets DROP CONSTRAINT tickets_source_check,"
                                    + " ADD CONSTRAINT tickets_source_check"
                                    + " CHECK (source IN ('email', 'phone', 'portal', 'internal'))"),
                    "VocabularyTest"),
            tested(
                    "an index is dropped",
                    new SchemaChange("tickets", "DROP INDEX tickets_requester_idx"),
                    "QueryPlansTest"),
            tested(
                    "the server may change what is written for good",
                    new SchemaChange("ticket_history", "GRANT UPDATE ON ticket_history TO docket_server"),
                    "SchemaCatalogTest"),
            tested(
                    "a trigger is dropped",
                    new SchemaChange("tickets", "DROP TRIGGER index_changed_ticket ON tickets"),
                    "TicketSearchTest"));

    private Mutations() {}

    /** All of them; first those after which the least is compiled. */
    static Stream<Mutation> all() {
        return Stream.of(OF_THE_SCHEMA, OF_THE_SERVER, OF_THE_CONTRACT).flatMap(List::stream);
    }

    private static Mutation compiled(String name, Change change) {
        return new Mutation(name, change, List.of());
    }

    private static Mutation tested(String name, Change change, String... checks) {
        return new Mutation(name, change, List.of(checks));
    }
}
