package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of the last release can use this contract. */
class CompatibilityTest {

    private static final Path CONTRACT = Folders.module().resolve("../swagger.yaml");

    /** The contract of the last release; until there is one, the contract that was last allowed to break clients. */
    private static final Path RELEASED = Folders.module().resolve("../api/released/swagger.yaml");

    private static final String SAMPLE = """
            openapi: 3.0.3
            info: {title: Sample, version: "1"}
            paths:
              /things:
                get:
                  operationId: listThings
                  x-permission: things:read
                  x-for-requesters: true
                  parameters:
                    - {name: state, in: query, schema: {$ref: "#/components/schemas/State"}}
                    - {name: size, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
                    - {name: tag, in: query, schema: {type: array, maxItems: 20, items: {type: string, maxLength: 10}}}
                  responses:
                    "200":
                      description: Things
                      headers: {ETag: {schema: {type: string}}}
                      content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
                    "404": {description: None}
                post:
                  operationId: createThing
                  requestBody:
                    required: true
                    content:
                      application/json: {schema: {$ref: "#/components/schemas/ThingInput"}}
                      application/yaml: {schema: {type: string}}
                  responses: {"204": {description: Created}}
                delete: {operationId: deleteThings, responses: {"204": {description: Deleted}}}
            components:
              schemas:
                State: {type: string, enum: [open, closed]}
                Thing:
                  type: object
                  required: [id]
                  properties:
                    id: {type: string}
                    name: {type: string}
                    size: {type: integer, format: int32}
                    kind: {type: string, enum: [small, large]}
                    parts: {type: array, items: {type: object, properties: {id: {type: string}, note: {type: string}}}}
                ThingInput:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string, minLength: 2, maxLength: 100, pattern: "^a"}
                    state: {$ref: "#/components/schemas/State"}
                    count: {type: integer, minimum: 0, maximum: 10}
                    tags: {type: array, minItems: 0, maxItems: 20, items: {type: string, maxLength: 10}}
                    until: {type: string, nullable: true}
                    note: {type: string, default: none}
            """;

    /** After a release, or for a break that is meant: {@code -Dcontract.released=write}. */
    @Test
    void clientsOfTheLastReleaseCanUseThisContract() throws IOException {
        if ("write".equals(System.getProperty("contract.released"))) {
            Files.copy(CONTRACT, RELEASED, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Compatibility.breaks(Files.readString(RELEASED), Files.readString(CONTRACT)))
                .as("breaks clients; if that is meant, see server/docs/guides/3-using-the-api/4-compatibility.md")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # operations
            delete: {operationId: deleteThings       | put: {operationId: deleteThings        | DELETE /things: removed
            operationId: createThing                 | operationId: makeThing                 | POST /things: operation id
            x-permission: things:read                | x-permission: things:manage            | GET /things: permission
            x-for-requesters: true                   | x-for-requesters: false               | GET /things: requesters
            # parameters
            name: size, in: query                    | name: large, in: query                 | GET /things/size: removed
            name: size, in: query                    | name: size, required: true, in: query  | GET /things/size: parameter
            - {name: tag,                            | `- {name: x, in: query, required: true, schema: {type: string}}
                    - {name: tag,` | GET /things/x: new and required
            maximum: 100,                            | maximum: 50,                           | GET /things/size: numeric range
            minimum: 1,                              | minimum: 2,                            | GET /things/size: numeric range
            default: 20                              | default: 10                            | GET /things/size: default
            array, maxItems: 20                      | array, maxItems: 10                    | GET /things/tag: max items
            # responses
            "404": {description: None}               | "410": {description: None}             | GET /things/404: removed
            headers: {ETag: {schema: {type: string}}} | headers: {}                           | GET /things/200/ETag: removed
            required: [id]                           | required: []                           | GET /things/200: required
            ` name: {type: string}`                  | ` nam: {type: string}`                 | GET /things/200/name: removed
            `, note: {type: string}}}`               | }}                                     | GET /things/200/parts/note: removed
            format: int32                            | format: int64                          | GET /things/200/size: type
            size: {type: integer, format: int32}     | size: {type: string}                   | GET /things/200/size: type
            kind: {type: string,                     | kind: {type: string, nullable: true,   | GET /things/200/kind: nullable
            # bodies
            application/yaml: {schema: {type: string}} | ``                                   | POST /things body/application/yaml: removed
            required: [name]                         | required: [name, note]                 | POST /things body: required
            `        until: {`                       | `        x: {`                         | POST /things body/until: removed
            `nullable: true}`                        | }                                      | POST /things body/until: nullable
            default: none                            | default: empty                         | POST /things body/note: default
            maxLength: 100                           | maxLength: 99                          | POST /things body/name: max length
            minLength: 2                             | minLength: 3                           | POST /things body/name: min length
            pattern: "^a"                            | pattern: "^b"                          | POST /things body/name: pattern
            maximum: 10}                             | maximum: 9}                            | POST /things body/count: numeric range
            minimum: 0                               | minimum: 1                             | POST /things body/count: numeric range
            minItems: 0, maxItems: 20                | minItems: 0, maxItems: 19              | POST /things body/tags: max items
            minItems: 0                              | minItems: 1                            | POST /things body/tags: min items
            """)
    void aBreakIsFound(String before, String after, String expected) {
        assertThat(breaks(before, after)).containsExactly(expected);
    }

    /** A schema may be used in several places. */
    @Test
    void aBreakIsFoundInEachPlace() {
        assertThat(breaks("[open, closed]", "[open]"))
                .containsExactly("GET /things/state: enum", "POST /things body/state: enum");
        assertThat(breaks("maxLength: 10}", "maxLength: 9}"))
                .containsExactly("GET /things/tag: max length", "POST /things body/tags: max length");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `    delete: {`                          | `    put: {responses: {"204": {description: Put}}}
                delete: {`
            x-permission: things:read                | x-permission: authenticated
            - {name: tag,                            | `- {name: x, in: query, schema: {type: string}}
                    - {name: tag,`
            "404": {description: None}               | `"404": {description: None}
                    "409": {description: Conflict}`
            maximum: 100,                            | maximum: 200,
            [open, closed]                           | [open, closed, waiting]
            [small, large]                           | [small, medium, large]
            required: [id]                           | required: [id, name]
            ` name: {type: string}`                  | ` name: {type: string, description: A name}`
            `        size: {type: integer,`          | `        x: {type: string}
                    size: {type: integer,`
            `        note: {`                        | `        x: {type: string}
                    note: {`
            required: [name]                         | required: []
            maxLength: 100                           | maxLength: 101
            minLength: 2                             | minLength: 1
            maximum: 10}                             | maximum: 11}
            maxItems: 20, items: {type: string, maxLength: 10}} | maxItems: 21, items: {type: string, maxLength: 11}}
            description: Things                      | description: All things
            """)
    void whatIsAddedOrLoosenedIsNoBreak(String before, String after) {
        assertThat(breaks(before, after)).isEmpty();
    }

    private static Set<String> breaks(String before, String after) {
        assertThat(SAMPLE).contains(before);
        return Compatibility.breaks(SAMPLE, SAMPLE.replace(before, after));
    }
}
