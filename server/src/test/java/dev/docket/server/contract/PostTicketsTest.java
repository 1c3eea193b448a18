package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code swagger.yaml} keeps the promise about {@code POST /tickets} that {@code post-tickets.yaml} has. */
class PostTicketsTest {

    private static final Contract PROMISED = promised();
    private static final Operation OPERATION =
            Contract.DOCKET.operation("POST", "/tickets").orElseThrow();

    private static Contract promised() {
        try (InputStream stream = PostTicketsTest.class.getResourceAsStream("post-tickets.yaml")) {
            return Contract.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void takesATicketInputAndAnswersATicket() {
        assertThat(OPERATION.bodies().get("application/json").at("/schema/$ref").asText())
                .isEqualTo("#/components/schemas/TicketInput");
        assertThat(OPERATION
                        .responses()
                        .get(201)
                        .at("/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Ticket");
    }

    @Test
    void requiresATokenAndAnAccountAndNothingElse() {
        assertThat(OPERATION.node().has("security")).isFalse();
        assertThat(Contract.DOCKET.root().at("/security/0/bearerAuth").isArray())
                .isTrue();
        assertThat(OPERATION.parameters().stream()
                        .filter(parameter -> parameter.path("required").asBoolean())
                        .map(parameter -> parameter.path("name").asText()))
                .containsExactly("x-account-id");
    }

    @Test
    void hasThePromisedResponses() {
        Operation promised = PROMISED.operation("POST", "/tickets").orElseThrow();

        assertThat(OPERATION.responses())
                .containsKeys(promised.responses().keySet().toArray(Integer[]::new));
    }

    /** With one more a request that was fine is refused, with one less a caller does not learn what is missing. */
    @Test
    void requiresOfARequestExactlyThePromisedProperties() {
        assertThat(required(Contract.DOCKET, "TicketInput")).isEqualTo(required(PROMISED, "TicketInput"));
    }

    @Test
    void answersAtLeastThePromisedProperties() {
        assertThat(required(Contract.DOCKET, "Ticket")).containsAll(required(PROMISED, "Ticket"));
    }

    private static Set<JsonNode> required(Contract contract, String schema) {
        return contract.schemas().get(schema).path("required").valueStream().collect(Collectors.toSet());
    }

    static Stream<String> properties() {
        return Stream.of("TicketInput", "Ticket")
                .flatMap(schema ->
                        properties(PROMISED, schema).keySet().stream().map(property -> schema + "." + property));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void hasTheProperty(String property) {
        String[] place = property.split("\\.");
        JsonNode promised = properties(PROMISED, place[0]).get(place[1]);
        JsonNode actual = properties(Contract.DOCKET, place[0]).get(place[1]);

        assertThat(actual).as(property).isNotNull();
        assertThat(keywords(Contract.DOCKET, actual, promised)).isEqualTo(keywords(PROMISED, promised, promised));
    }

    private static Map<String, JsonNode> properties(Contract contract, String schema) {
        return Contract.children(contract.schemas().get(schema).path("properties"));
    }

    /** What {@code schema} says of the keywords that {@code promised} has. */
    private static List<String> keywords(Contract contract, JsonNode property, JsonNode promised) {
        JsonNode schema = contract.schema(property);
        List<String> keywords = new ArrayList<>();
        promised.fieldNames()
                .forEachRemaining(keyword -> keywords.add(keyword + ": "
                        + (keyword.equals("items")
                                ? contract.schema(schema.path(keyword)).path("type")
                                : schema.path(keyword))));
        return keywords;
    }
}
