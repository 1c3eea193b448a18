package dev.docket.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The collection as its users get it. Its schema is checked in {@code LintersTest}. */
class PostmanCollectionTest {

    /** What the server says of a request that no caller could have meant. */
    private static final Set<Integer> NEVER = Set.of(400, 401, 405, 406, 408, 411, 413, 414, 415, 422, 429, 431);

    private static RunningServer server;
    private static ContractClient visitor;
    private static ContractClient operator;
    private static JsonNode collection;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        visitor = new ContractClient(server.uri());
        operator = server.operator();
        Answer answer = visitor.get("/docs/docket.postman_collection.json");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"docket.postman_collection.json\"");
        collection = answer.expect(200).json();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void hasEachOperationInTheFolderOfItsTag() {
        List<String> operations = new ArrayList<>();
        collection
                .path("item")
                .forEach(folder -> folder.path("item")
                        .forEach(item -> operations.add(folder.path("name").asText() + ": "
                                + item.at("/request/method").asText() + " "
                                + item.at("/request/url/raw")
                                        .asText()
                                        .replace("{{baseUrl}}", "")
                                        .replaceAll(":(\\w+)", "{$1}"))));

        assertThat(operations)
                .containsExactlyInAnyOrderElementsOf(Contract.DOCKET.operations().stream()
                        .map(operation -> operation.node().at("/tags/0").asText() + ": " + operation)
                        .toList());
    }

    @Test
    void hasVariablesForWhatDiffersBetweenUsers() {
        assertThat(collection.path("variable").findValuesAsText("key"))
                .containsExactly("baseUrl", "token", "accountId");
    }

    @Test
    void sendsNoFilterUnlessItIsEnabled() {
        JsonNode query = StreamSupport.stream(items().spliterator(), false)
                .filter(item -> item.at("/request/url/raw").asText().equals("{{baseUrl}}/tickets")
                        && item.at("/request/method").asText().equals("GET"))
                .findFirst()
                .orElseThrow()
                .at("/request/url/query");

        assertThat(query).hasSizeGreaterThan(20);
        assertThat(query).allSatisfy(parameter -> {
            assertThat(parameter.path("disabled").asBoolean()).isTrue();
            assertThat(parameter.path("value").asText()).isNotEmpty();
            assertThat(parameter.path("description").asText()).isNotEmpty();
        });
    }

    @Test
    void showsTheSuccessOfEachOperation() {
        assertThat(items()).allSatisfy(item -> {
            JsonNode response = item.at("/response/0");
            boolean isShown = response.path("code").asInt() == 204
                    || response.at("/header/0/value").asText().equals("application/octet-stream")
                    || !response.path("body").asText().isBlank();
            assertThat(isShown).as(item.path("name").asText()).isTrue();
        });
    }

    private static List<JsonNode> items() {
        List<JsonNode> items = new ArrayList<>();
        collection.path("item").forEach(folder -> folder.path("item").forEach(items::add));
        return items;
    }

    /** As they are imported, with the variables set: the server understands each of them. */
    @TestFactory
    Stream<DynamicTest> theServerUnderstandsEachRequest() {
        return items().stream()
                .map(item -> dynamicTest(item.path("name").asText(), () -> {
                    Answer answer = send(item.path("request"));
                    assertThat(NEVER).as(answer.body()).doesNotContain(answer.status());
                    assertThat(answer.status()).isLessThan(500);
                }));
    }

    private static Answer send(JsonNode request) {
        ContractClient client = request.at("/auth/type").asText().equals("noauth") ? visitor : operator;
        Map<String, String> headers = pairs(request.path("header"));
        String contentType = headers.remove("Content-Type");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            client = client.with(header.getKey(), header.getValue());
        }
        String method = request.path("method").asText();
        JsonNode body = request.path("body");
        if (body.isMissingNode()) {
            return client.send(method, target(request.path("url")));
        }
        return body.path("mode").asText().equals("formdata")
                ? client.send(method, target(request.path("url")), FormData.TYPE, form(body.path("formdata")))
                : client.send(
                        method,
                        target(request.path("url")),
                        contentType,
                        body.path("raw").asText().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] form(JsonNode parts) {
        FormData form = new FormData();
        for (JsonNode part : parts) {
            if (part.path("type").asText().equals("file")) {
                form.file("note.txt", "text/plain", "A note".getBytes(StandardCharsets.UTF_8));
            } else {
                form.field(part.path("key").asText(), part.path("value").asText());
            }
        }
        return form.bytes();
    }

    private static String target(JsonNode url) {
        String target = url.path("raw").asText().replace("{{baseUrl}}", "");
        for (Map.Entry<String, String> variable : pairs(url.path("variable")).entrySet()) {
            target = target.replace(":" + variable.getKey(), variable.getValue());
        }
        String query = String.join(
                "&",
                pairs(url.path("query")).entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .toList());
        return query.isEmpty() ? target : target + "?" + query;
    }

    /** What is enabled, with the variables replaced. */
    private static Map<String, String> pairs(JsonNode list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (JsonNode pair : list) {
            if (!pair.path("disabled").asBoolean()) {
                pairs.put(
                        pair.path("key").asText(),
                        pair.path("value")
                                .asText()
                                .replace("{{accountId}}", DemoData.ACCOUNT)
                                .replace("{{$guid}}", UUID.randomUUID().toString()));
            }
        }
        return pairs;
    }
}
