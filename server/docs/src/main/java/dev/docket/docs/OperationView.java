package dev.docket.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.docket.docs.Contract.Operation;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An operation as a page shows it.
 *
 * @param text the description without its markup
 * @param result properties of the body of a success
 * @param samples a request, as HTML
 * @param answer example of the body of a success, as HTML; empty if it has none
 */
record OperationView(
        String id,
        String tag,
        String method,
        String path,
        String summary,
        String description,
        String text,
        String permission,
        List<SchemaView> parameters,
        List<BodyView> bodies,
        List<ResponseView> responses,
        List<SchemaView> result,
        String samples,
        String answer) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

    /** @param mediaTypes all types that the body may have */
    record BodyView(String mediaTypes, SchemaView schema) {}

    /** @param problems the problem types of an error, after {@code urn:docket:problem:} */
    record ResponseView(String status, String description, List<String> problems) {}

    static OperationView of(Contract contract, Operation operation, Samples samples) {
        JsonNode node = operation.node();
        // A page shows the permission in a place of its own.
        String description =
                node.path("description").asText().replaceFirst("Requires the permission `[^`]*`\\.\\s*$", "");
        List<ResponseView> responses = new ArrayList<>();
        Contract.children(node.path("responses"))
                .forEach((status, response) -> responses.add(response(status, contract.resolve(response))));
        return new OperationView(
                operation.id(),
                node.at("/tags/0").asText(),
                operation.method(),
                operation.path(),
                node.path("summary").asText(),
                Markdown.html(description),
                Markdown.text(description),
                node.path("x-permission").asText(),
                parameters(contract, operation),
                bodies(contract, node),
                responses,
                result(contract, node),
                samples.has(operation.id())
                        ? samples.html(operation.id())
                        : samples.curl(operation.id(), curl(contract, operation)),
                answer(contract, node));
    }

    private static List<SchemaView> parameters(Contract contract, Operation operation) {
        return parameterNodes(contract, operation).stream()
                .map(parameter -> {
                    SchemaView schema = SchemaView.of(
                            contract,
                            parameter.path("name").asText(),
                            parameter.path("schema"),
                            parameter.path("required").asBoolean());
                    List<String> limits = new ArrayList<>(schema.limits());
                    limits.add(0, "in " + parameter.path("in").asText());
                    if (parameter.has("example")) {
                        limits.add("for example " + compact(parameter.get("example")));
                    }
                    return new SchemaView(
                            schema.name(),
                            schema.type(),
                            schema.isRequired(),
                            Markdown.html(parameter.path("description").asText()),
                            limits,
                            schema.parts());
                })
                .toList();
    }

    private static List<JsonNode> parameterNodes(Contract contract, Operation operation) {
        List<JsonNode> nodes = new ArrayList<>();
        operation.node().path("parameters").forEach(parameter -> nodes.add(contract.resolve(parameter)));
        return nodes;
    }

    private static List<BodyView> bodies(Contract contract, JsonNode node) {
        var content = Contract.children(node.at("/requestBody/content"));
        return content.values().stream()
                .limit(1)
                .map(first -> new BodyView(
                        String.join(" or ", content.keySet()), SchemaView.of(contract, "", first.path("schema"), true)))
                .toList();
    }

    private static ResponseView response(String status, JsonNode response) {
        List<String> problems = response.at("/content/application~1problem+json").findValuesAsText("type").stream()
                .map(type -> type.substring(type.lastIndexOf(':') + 1))
                .toList();
        return new ResponseView(
                status, Markdown.html(response.path("description").asText()), problems);
    }

    private static String curl(Contract contract, Operation operation) {
        StringBuilder curl = new StringBuilder("curl");
        String path = operation.path();
        List<String> headers = new ArrayList<>();
        for (JsonNode parameter : parameterNodes(contract, operation)) {
            String name = parameter.path("name").asText();
            String example = parameter.path("example").asText();
            boolean isRequired = parameter.path("required").asBoolean();
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", example);
                case "header" -> {
                    if (name.equals("x-account-id")) {
                        headers.add(name + ": $DOCKET_ACCOUNT");
                    } else if (isRequired) {
                        headers.add(name + ": " + example);
                    } else if (name.equals("Idempotency-Key")) {
                        headers.add(name + ": $(openssl rand -hex 16)");
                    }
                }
                default -> {
                    if (isRequired) {
                        path += (path.contains("?") ? "&" : "?") + name + "=" + example;
                    }
                }
            }
        }
        if (!operation.method().equals("GET")) {
            curl.append(" -X ").append(operation.method());
        }
        curl.append(" \"$DOCKET_URL").append(path).append('"');
        if (!operation.node().path("x-permission").asText().equals("public")) {
            headers.add(0, "Authorization: Bearer $DOCKET_TOKEN");
        }
        headers.forEach(header -> curl.append(" \\\n  -H \"").append(header).append('"'));
        Contract.children(operation.node().at("/requestBody/content")).entrySet().stream()
                .findFirst()
                .ifPresent(body -> curl.append(body(body.getKey(), example(contract, body.getValue()))));
        return curl.toString();
    }

    private static String body(String mediaType, JsonNode example) {
        if (mediaType.startsWith("multipart/")) {
            return Contract.children(example).keySet().stream()
                    .map(part -> " \\\n  -F \"" + part + (part.equals("file") ? "=@receipt.pdf\"" : "=true\""))
                    .collect(Collectors.joining());
        }
        String text = example.isTextual() ? example.asText() : pretty(example);
        return " \\\n  -H \"Content-Type: %s\" \\\n  --data-binary @- <<'EOF'\n%s\nEOF"
                .formatted(mediaType, text.strip());
    }

    private static List<SchemaView> result(Contract contract, JsonNode node) {
        return SchemaView.of(contract, "", success(contract, node).path("schema"), true)
                .parts();
    }

    private static String answer(Contract contract, JsonNode node) {
        JsonNode example = example(contract, success(contract, node));
        String text = example.isTextual() ? example.asText() : example.isMissingNode() ? "" : pretty(example);
        return Highlight.html("json", text);
    }

    /** The content of the first response, which is the success; missing if it has no body. */
    private static JsonNode success(Contract contract, JsonNode node) {
        JsonNode content =
                contract.resolve(node.path("responses").elements().next()).path("content");
        return content.isEmpty()
                ? MissingNode.getInstance()
                : content.elements().next();
    }

    /** The example of a body: its own, that of its schema, or a list of the example of its entries. */
    static JsonNode example(Contract contract, JsonNode content) {
        if (content.has("example")) {
            return content.get("example");
        }
        for (JsonNode example : content.path("examples")) {
            return contract.resolve(example).path("value");
        }
        JsonNode schema = contract.resolve(content.path("schema"));
        JsonNode entry = contract.resolve(schema.at("/properties/data/items")).path("example");
        return entry.isMissingNode()
                ? schema.path("example")
                : JSON.createObjectNode().set("data", JSON.createArrayNode().add(entry));
    }

    private static String compact(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> values = new ArrayList<>();
        value.forEach(each -> values.add(each.asText()));
        return String.join(", ", values);
    }

    static String pretty(JsonNode value) {
        try {
            return PRETTY.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
