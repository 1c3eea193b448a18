package dev.docket.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocketContractTest {

    private static final DocketContract CONTRACT = DocketContract.parse("""
            openapi: 3.0.3
            info: {title: Things, version: "1"}
            components:
              securitySchemes: {token: {type: http, scheme: bearer}}
              schemas:
                Thing:
                  type: object
                  required: [name]
                  additionalProperties: false
                  properties: {name: {type: string, maxLength: 3}, at: {type: string, format: date-time}}
            paths:
              /things:
                get:
                  parameters: [{in: query, name: state, schema: {type: string, enum: [old, new]}}]
                  responses:
                    "200":
                      description: Things
                      headers: {ETag: {required: true, schema: {type: string}}}
                      content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}
                    "400": {description: Bad, content: {application/problem+json: {schema: {type: object}}}}
                post:
                  security: [{token: []}]
                  requestBody:
                    required: true
                    content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
                  responses: {"204": {description: Done}, "400": {description: Bad}}
              /things/import:
                post:
                  requestBody: {required: true, content: {application/x-ndjson: {schema: {type: string}}}}
                  responses: {"200": {description: Lines, content: {application/x-ndjson: {schema: {type: string}}}}}
              /things/merge:
                get: {responses: {"204": {description: Merged}}}
              /things/{id}:
                get:
                  parameters: [{in: path, name: id, required: true, schema: {type: string, pattern: "^[a-z+]+$"}}]
                  responses: {"200": {description: One, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
                delete:
                  deprecated: true
                  parameters: [{in: path, name: id, required: true, schema: {type: string}}]
                  responses:
                    "204":
                      description: Deleted
                      headers:
                        Deprecation: {required: true, schema: {type: string}}
                        Sunset: {required: true, schema: {type: string}}
            """);

    private static final Map<String, List<String>> JSON = Map.of("content-type", List.of("application/json"));

    /** @param violation a part of the only one; null: the exchange holds */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /things                | 200 | [{"name": "a"}]           |
            GET    | /things?state=new      | 200 | []                        |
            GET    | /things?&state=new&    | 200 | []                        |
            GET    | /things?state=ne%77    | 200 | []                        |
            GET    | /things?state=blue     | 200 | []                        | state
            GET    | /things?state=blue     | 400 | {}                        |
            GET    | /things?colour=blue    | 200 | []                        | colour
            GET    | /things                | 200 | {}                        | array
            GET    | /things                | 200 | [{}]                      | /0: Object has missing required
            GET    | /things                | 200 | [{"name": "abcd"}]        | /0/name
            GET    | /things                | 200 | [{"name": "a", "x": 1}]   | "x"
            GET    | /things                | 200 | [{"name": 1}]             | /0/name
            GET    | /things                | 200 | [{"name": "a", "at": "+12026-03-06T22:00:00Z"}] | /0/at
            GET    | /things                | 200 | [                         | JSON
            GET    | /things                | 200 | ``                        | body
            GET    | /things                | 404 | ``                        | 404
            GET    | /things                | 502 | <html>                    | 502
            GET    | /thing                 | 200 | {}                        | /thing
            GET    | /thing                 | 404 | {}                        |
            DELETE | /things                | 204 | ``                        | DELETE
            DELETE | /things                | 405 | {}                        |
            HEAD   | /things                | 200 | ``                        |
            OPTIONS| /things                | 204 | ``                        |
            GET    | /things/merge          | 204 | ``                        |
            GET    | /things/merge?a=/b     | 204 | ``                        | a
            GET    | /things/a+b            | 200 | {"name": "a"}             |
            GET    | /things/A              | 200 | {"name": "a"}             | id
            """)
    void holdsResponsesAndTheRequestsOfSuccesses(
            String method, String target, int status, String body, String violation) {
        String type = status < 400 ? "application/json" : "application/problem+json";

        expect(
                violation,
                new Exchange(
                        new Exchange.Request(method, target, Map.of(), ""),
                        new Exchange.Response(
                                status, Map.of("Content-Type", List.of(type), "ETag", List.of("\"1\"")), body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Bearer a | {"name": "a"}            |
            Bearer a | {"name": "abcd"}         | /name
            Bearer a | {"name": "a", "x": 1}    | "x"
            Bearer a | ``                       | body
            ``       | {"name": "a"}            | security
            """)
    void holdsBodiesAndTokens(String authorization, String body, String violation) {
        Map<String, List<String>> headers = authorization.isEmpty()
                ? JSON
                : Map.of("content-type", List.of("application/json"), "authorization", List.of(authorization));

        expect(
                violation,
                new Exchange(
                        new Exchange.Request("POST", "/things", headers, body),
                        new Exchange.Response(204, Map.of(), "")));
    }

    private static void expect(String violation, Exchange exchange) {
        if (violation == null) {
            assertThat(CONTRACT.violations(exchange)).isEmpty();
        } else {
            assertThat(CONTRACT.violations(exchange)).singleElement().asString().contains(violation);
        }
    }

    @Test
    void aBodyMayHaveNoLines() {
        Map<String, List<String>> lines = Map.of("Content-Type", List.of("application/x-ndjson"));

        assertThat(CONTRACT.violations(new Exchange(
                        new Exchange.Request("POST", "/things/import", lines, ""),
                        new Exchange.Response(200, lines, ""))))
                .isEmpty();
    }

    @Test
    void aResponseNeedsTheHeadersOfTheContract() {
        assertThat(CONTRACT.violations("GET", "/things", new Exchange.Response(200, JSON, "[]")))
                .singleElement()
                .asString()
                .contains("ETag");
    }

    /** So a server cannot forget to tell when an operation ends. */
    @Test
    void aDeprecatedOperationSaysWhenItEnds() {
        Map<String, List<String>> dates =
                Map.of("Deprecation", List.of("@1796083200"), "Sunset", List.of("Wed, 01 Dec 2027 00:00:00 GMT"));

        assertThat(CONTRACT.violations("DELETE", "/things/a", new Exchange.Response(204, dates, "")))
                .isEmpty();
        assertThat(CONTRACT.violations("DELETE", "/things/a", new Exchange.Response(204, Map.of(), "")))
                .hasSize(2)
                .anyMatch(violation -> violation.contains("Deprecation"))
                .anyMatch(violation -> violation.contains("Sunset"));
    }

    @Test
    void saysNothingAboutOtherPaths() {
        DocketContract some = CONTRACT.without(path -> path.equals("/metrics"));
        Exchange.Response response = new Exchange.Response(200, Map.of(), "docket_up 1");

        assertThat(some.violations("GET", "/metrics?name=up", response)).isEmpty();
        assertThat(some.violations("GET", "/things", response)).isNotEmpty();
    }

    @Test
    void showsTheResponseAndAllThatIsWrongWithIt() {
        Exchange exchange = new Exchange(
                new Exchange.Request("GET", "/things", Map.of(), ""),
                new Exchange.Response(200, JSON, "[{\"name\": 1}, {}]"));

        assertThatThrownBy(() -> CONTRACT.check(exchange))
                .isInstanceOf(ContractViolation.class)
                .hasMessageContainingAll("GET /things returned 200 [{\"name\": 1}, {}]", "ETag", "/0/name", "/1");
    }

    @Test
    void containsTheContractOfThisRelease() {
        Map<String, List<String>> headers =
                Map.of("Content-Type", List.of("application/json"), "X-Request-Id", List.of("1"));

        assertThat(DocketContract.ofThisRelease()
                        .violations("GET", "/health/live", new Exchange.Response(200, headers, StandIn.LIVE)))
                .isEmpty();
    }
}
