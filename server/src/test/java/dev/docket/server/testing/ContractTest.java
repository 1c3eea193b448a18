package dev.docket.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {

    private static final Contract CONTRACT = Contract.parse("""
            paths:
              /things:
                get: {responses: {"200": {}, "400": {}}}
                post: {responses: {"201": {}}}
              /things/{id}:
                get: {parameters: [{in: path, name: id}], responses: {"200": {}}}
              /things/merge:
                get: {responses: {"200": {}}}
            """);

    @ParameterizedTest
    @CsvSource({
        "GET, /things, GET /things",
        "GET, /things?a=/b/c, GET /things",
        "POST, /things, POST /things",
        "GET, /things/7, GET /things/{id}",
        "GET, /things/merge, GET /things/merge",
        "DELETE, /things/7,",
        "GET, /things/7/parts,",
        "GET, /,"
    })
    void findsTheOperationOfARequest(String method, String path, String operation) {
        assertThat(CONTRACT.operation(method, path).map(Object::toString).orElse(null))
                .isEqualTo(operation);
    }

    @Test
    void findsUnseenResponses() {
        assertThat(ContractCoverage.missing(
                        CONTRACT, Set.of("GET /things 200", "GET /things/merge 200", "POST /things 400")))
                .containsExactly("GET /things 400", "POST /things 201", "GET /things/{id} 200");
    }

    @Test
    void readsASchemaAsAWhole() {
        Contract contract = Contract.parse("""
                components:
                  schemas:
                    Id: {type: string, maxLength: 9}
                    Other: {description: Other, allOf: [{$ref: "#/components/schemas/Id"}]}
                """);

        assertThat(contract.schema(contract.schemas().get("Other"))).hasToString("""
                        {"type":"string","maxLength":9,"description":"Other"}""");
    }
}
