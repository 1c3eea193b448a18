package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.docs.Contract.Operation;
import java.util.Map;

/**
 * The contract as a collection for Postman (format 2.1) and for the tools that read it, such as Bruno, Insomnia and
 * Newman. Its variables are {@code baseUrl}, {@code token} and {@code accountId}; optional parameters are disabled.
 */
final class PostmanCollection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

    private final Contract contract;

    private PostmanCollection(Contract contract) {
        this.contract = contract;
    }

    static JsonNode of(Contract contract) {
        return new PostmanCollection(contract).collection();
    }

    private ObjectNode collection() {
        JsonNode info = contract.root().path("info");
        ObjectNode collection = JSON.createObjectNode();
        collection
                .putObject("info")
                .put("name", info.path("title").asText())
                .put("description", info.path("description").asText())
                .put("version", info.path("version").asText())
                .put("schema", FORMAT);
        ArrayNode folders = collection.putArray("item");
        for (JsonNode tag : contract.root().path("tags")) {
            ObjectNode folder = folders.addObject()
                    .put("name", tag.path("name").asText())
                    .put("description", tag.path("description").asText());
            ArrayNode items = folder.putArray("item");
            contract.operationsOf(tag.path("name").asText()).forEach(operation -> items.add(item(operation)));
        }
        collection.set(
                "auth",
                auth("bearer").set("bearer", array(pair("token", "{{token}}").put("type", "string"))));
        collection
                .putArray("variable")
                .add(pair("baseUrl", "http://127.0.0.1:8080"))
                .add(pair("token", ""))
                .add(pair("accountId", "2311"));
        return collection;
    }

    private ObjectNode item(Operation operation) {
        ObjectNode request = JSON.createObjectNode()
                .put("method", operation.method())
                .put("description", operation.node().path("description").asText());
        if (operation.node().path("security").isEmpty() && operation.node().has("security")) {
            request.set("auth", auth("noauth"));
        }
        ArrayNode headers = request.putArray("header");
        ObjectNode url = request.putObject("url");
        addParameters(operation, headers, url);
        Contract.children(operation.node().at("/requestBody/content")).entrySet().stream()
                .findFirst()
                .ifPresent(body -> {
                    if (!isForm(body.getKey())) {
                        headers.add(pair("Content-Type", body.getKey()));
                    }
                    request.set("body", body(body.getKey(), body.getValue()));
                });
        ObjectNode item = JSON.createObjectNode()
                .put("name", operation.node().path("summary").asText());
        item.set("request", request);
        item.set("response", array(response(operation, request)));
        return item;
    }

    private void addParameters(Operation operation, ArrayNode headers, ObjectNode url) {
        ArrayNode query = JSON.createArrayNode();
        ArrayNode variables = JSON.createArrayNode();
        for (JsonNode reference : operation.node().path("parameters")) {
            JsonNode parameter = contract.resolve(reference);
            ObjectNode pair = pair(parameter.path("name").asText(), value(parameter))
                    .put("description", parameter.path("description").asText());
            switch (parameter.path("in").asText()) {
                case "path" -> variables.add(pair);
                case "header" -> headers.add(optional(parameter, pair));
                default -> query.add(optional(parameter, pair));
            }
        }
        String path = operation.path().replaceAll("\\{(\\w+)}", ":$1");
        url.put("raw", "{{baseUrl}}" + path);
        url.putArray("host").add("{{baseUrl}}");
        ArrayNode segments = url.putArray("path");
        for (String segment : path.substring(1).split("/")) {
            segments.add(segment);
        }
        url.set("query", query);
        url.set("variable", variables);
    }

    /** A key is sent, too: a new one with each request. */
    private static ObjectNode optional(JsonNode parameter, ObjectNode pair) {
        boolean isSent = parameter.path("required").asBoolean() || isKey(parameter);
        return isSent ? pair : pair.put("disabled", true);
    }

    private static boolean isKey(JsonNode parameter) {
        return parameter.path("name").asText().equals("Idempotency-Key");
    }

    private static String value(JsonNode parameter) {
        if (isKey(parameter)) {
            return "{{$guid}}";
        }
        if (parameter.path("name").asText().equals("x-account-id")) {
            return "{{accountId}}";
        }
        JsonNode example = parameter.path("example");
        return (example.isArray() ? example.path(0) : example).asText();
    }

    private ObjectNode body(String mediaType, JsonNode content) {
        JsonNode example = OperationView.example(contract, content);
        ObjectNode body = JSON.createObjectNode();
        if (isForm(mediaType)) {
            ArrayNode parts = body.put("mode", "formdata").putArray("formdata");
            Map<String, JsonNode> properties =
                    Contract.children(contract.resolve(content.path("schema")).path("properties"));
            properties.forEach((name, property) -> parts.add(
                    property.path("format").asText().equals("binary")
                            ? JSON.createObjectNode()
                                    .put("key", name)
                                    .put("type", "file")
                                    .putNull("src")
                            : pair(name, example.path(name).asText()).put("type", "text")));
            return body;
        }
        body.put("mode", "raw").put("raw", text(example));
        body.putObject("options").putObject("raw").put("language", mediaType.contains("json") ? "json" : "text");
        return body;
    }

    private static boolean isForm(String mediaType) {
        return mediaType.startsWith("multipart/");
    }

    /** The success, with the example of the contract. */
    private ObjectNode response(Operation operation, ObjectNode request) {
        Map.Entry<String, JsonNode> success =
                operation.node().path("responses").properties().iterator().next();
        JsonNode description = contract.resolve(success.getValue());
        ObjectNode response = JSON.createObjectNode()
                .put("name", description.path("description").asText())
                .put("code", Integer.parseInt(success.getKey()));
        response.set("originalRequest", request);
        ArrayNode headers = response.putArray("header");
        Contract.children(description.path("content")).entrySet().stream()
                .findFirst()
                .ifPresent(body -> {
                    headers.add(pair("Content-Type", body.getKey()));
                    response.put("body", text(OperationView.example(contract, body.getValue())));
                });
        return response;
    }

    private static String text(JsonNode example) {
        return example.isTextual() || example.isMissingNode() ? example.asText() : OperationView.pretty(example);
    }

    private static ObjectNode auth(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode pair(String key, String value) {
        return JSON.createObjectNode().put("key", key).put("value", value);
    }

    private static ArrayNode array(JsonNode only) {
        return JSON.createArrayNode().add(only);
    }
}
