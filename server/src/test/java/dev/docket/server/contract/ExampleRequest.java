package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A request that is valid as far as its operation's part of the contract can tell: made of its examples, defaults and
 * limits. Immutable.
 */
final class ExampleRequest {

    private static final String BOUNDARY = "boundary";

    private static final Pattern UUID_LIKE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Ids that look like existing ids but belong to nothing. */
    private static final List<String> UNKNOWN_IDS = List.of(
            "no-such-one",
            "no_such_one",
            "NoSuchOne",
            "987654321",
            "019a3f0e-0000-7000-8000-00000000dead",
            "unknown@example.com",
            "no:such-one",
            "TKT-987654321",
            "2099-12-31",
            "2099-12-31T00:00:00Z");

    private final Operation operation;
    private final List<String> pathValues;
    private final Map<String, String> query;
    private final String contentType;
    private final byte[] body;

    private ExampleRequest(
            Operation operation, List<String> pathValues, Map<String, String> query, String contentType, byte[] body) {
        this.operation = operation;
        this.pathValues = pathValues;
        this.query = query;
        this.contentType = contentType;
        this.body = body;
    }

    /** A request for the resources in the examples of the path's parameters. */
    static ExampleRequest known(Operation operation) {
        return of(operation, parameter -> value(operation.contract(), parameter));
    }

    /** A request for an unknown resource. */
    static ExampleRequest unknown(Operation operation) {
        return of(operation, parameter -> unknownId(operation.contract(), parameter));
    }

    /** A request with the values that {@code pathValue} gives for the parameters of the path. */
    static ExampleRequest of(Operation operation, Function<JsonNode, String> pathValue) {
        List<String> pathValues =
                operation.parametersIn("path").stream().map(pathValue).toList();
        Map<String, String> query = new LinkedHashMap<>();
        for (JsonNode parameter : operation.parametersIn("query")) {
            if (parameter.path("required").asBoolean()) {
                query.put(parameter.path("name").asText(), value(operation.contract(), parameter));
            }
        }
        String contentType = null;
        byte[] body = {};
        for (Map.Entry<String, JsonNode> first : operation.bodies().entrySet()) {
            contentType = withBoundary(first.getKey());
            body = body(first.getKey(), example(operation.contract(), first.getValue()));
            break;
        }
        return new ExampleRequest(operation, pathValues, query, contentType, body);
    }

    /** A copy with another value of one parameter of its path. */
    ExampleRequest withPathValue(String name, String value) {
        List<JsonNode> inPath = operation.parametersIn("path");
        List<String> changed = new ArrayList<>(pathValues);
        for (int i = 0; i < inPath.size(); i++) {
            if (inPath.get(i).path("name").asText().equals(name)) {
                changed.set(i, value);
            }
        }
        return new ExampleRequest(operation, changed, query, contentType, body);
    }

    /** A copy with one parameter in its query added or replaced. */
    ExampleRequest withQuery(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(query);
        changed.put(name, value);
        return new ExampleRequest(operation, pathValues, changed, contentType, body);
    }

    /** A copy with another body. */
    ExampleRequest withBody(byte[] other) {
        return new ExampleRequest(operation, pathValues, query, contentType, other);
    }

    /** @param other null: none is sent */
    ExampleRequest withContentType(String other) {
        return new ExampleRequest(operation, pathValues, query, other, body);
    }

    /** A copy with a value that is invalid, or an unknown parameter if the contract allows every value. */
    ExampleRequest invalid() {
        for (JsonNode parameter : operation.parametersIn("query")) {
            Optional<String> wrong = invalidValue(operation.contract(), parameter);
            if (wrong.isPresent()) {
                Map<String, String> changed = new LinkedHashMap<>(query);
                changed.put(parameter.path("name").asText(), wrong.get());
                return new ExampleRequest(operation, pathValues, changed, contentType, body);
            }
        }
        if (contentType != null) {
            return withBody("{".getBytes(StandardCharsets.UTF_8));
        }
        List<JsonNode> inPath = operation.parametersIn("path");
        for (int i = 0; i < inPath.size(); i++) {
            Optional<String> wrong = invalidValue(operation.contract(), inPath.get(i));
            if (wrong.isPresent()) {
                List<String> changed = new ArrayList<>(pathValues);
                changed.set(i, wrong.get());
                return new ExampleRequest(operation, changed, query, contentType, body);
            }
        }
        return withQuery("no-such-parameter", "1");
    }

    Answer send(ContractClient client) {
        return operation.hasBody()
                ? client.send(operation.method(), target(), contentType, body)
                : client.send(operation.method(), target());
    }

    Operation operation() {
        return operation;
    }

    /** Without the query. */
    String path() {
        String path = operation.path();
        List<JsonNode> inPath = operation.parametersIn("path");
        for (int i = 0; i < inPath.size(); i++) {
            String encoded =
                    URLEncoder.encode(pathValues.get(i), StandardCharsets.UTF_8).replace("+", "%20");
            path = path.replace("{" + inPath.get(i).path("name").asText() + "}", encoded);
        }
        return path;
    }

    /** The values of the parameters of its path. */
    List<String> pathValues() {
        return pathValues;
    }

    /** With the query. */
    String target() {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return pairs.isEmpty() ? path() : path() + "?" + String.join("&", pairs);
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    /** The examples of the bodies of an operation. */
    static List<JsonNode> examples(Operation operation) {
        List<JsonNode> examples = new ArrayList<>();
        operation.bodies().values().forEach(body -> {
            if (body.has("example")) {
                examples.add(body.get("example"));
            }
            body.path("examples")
                    .forEach(example ->
                            examples.add(operation.contract().resolve(example).path("value")));
        });
        return examples;
    }

    /** The first example of a parameter or a body; a missing node if it has none. */
    private static JsonNode example(Contract contract, JsonNode node) {
        if (node.has("example")) {
            return node.get("example");
        }
        for (JsonNode example : node.path("examples")) {
            return contract.resolve(example).path("value");
        }
        return contract.schema(node.path("schema")).path("example");
    }

    static String value(Contract contract, JsonNode parameter) {
        JsonNode example = example(contract, parameter);
        JsonNode schema = contract.schema(parameter.path("schema"));
        if (!example.isMissingNode()) {
            return example.isArray() ? example.path(0).asText() : example.asText();
        }
        return schema.has("default") ? schema.get("default").asText() : unknownId(contract, parameter);
    }

    private static String unknownId(Contract contract, JsonNode parameter) {
        JsonNode schema = contract.schema(parameter.path("schema"));
        return UNKNOWN_IDS.stream()
                .filter(id -> isAllowed(schema, id))
                .findFirst()
                .orElseGet(() -> schema.has("enum") ? schema.get("enum").get(0).asText() : value(schema));
    }

    /** A value that the limits allow, if no id is required. */
    private static String value(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "boolean" -> "true";
            case "integer", "number" ->
                schema.has("maximum")
                        ? schema.get("maximum").asText()
                        : schema.path("minimum").asText("1");
            default -> "x".repeat(schema.path("minLength").asInt(1));
        };
    }

    private static Optional<String> invalidValue(Contract contract, JsonNode parameter) {
        JsonNode schema = contract.schema(parameter.path("schema"));
        if (schema.path("type").asText().equals("array")) {
            schema = contract.schema(schema.path("items"));
        }
        JsonNode limits = schema;
        return List.of("!", "x".repeat(5_000)).stream()
                .filter(value -> !isAllowed(limits, value))
                .findFirst();
    }

    private static boolean isAllowed(JsonNode schema, String value) {
        if (schema.has("enum")) {
            for (JsonNode allowed : schema.get("enum")) {
                if (allowed.asText().equals(value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> false;
            case "integer", "number" ->
                value.matches("[0-9]+")
                        && new BigDecimal(value)
                                        .compareTo(new BigDecimal(
                                                schema.path("maximum").asText("9e18")))
                                <= 0;
            default ->
                value.length() >= schema.path("minLength").asInt(0)
                        && value.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
                        && isOfFormat(schema.path("format").asText(), value)
                        && (!schema.has("pattern")
                                || Pattern.compile(schema.get("pattern").asText())
                                        .matcher(value)
                                        .find());
        };
    }

    private static boolean isOfFormat(String format, String value) {
        return switch (format) {
            case "uuid" -> UUID_LIKE.matcher(value).matches();
            case "date" -> value.matches("\\d{4}-\\d{2}-\\d{2}");
            case "date-time" -> value.matches("\\d{4}-\\d{2}-\\d{2}T.*Z");
            case "email" -> value.contains("@");
            default -> true;
        };
    }

    static String withBoundary(String mediaType) {
        return mediaType.startsWith("multipart/") ? mediaType + "; boundary=" + BOUNDARY : mediaType;
    }

    private static byte[] body(String mediaType, JsonNode example) {
        String body;
        if (mediaType.startsWith("multipart/")) {
            body = multipart(example);
        } else if (example.isTextual()) {
            body = example.asText();
        } else {
            body = example.isMissingNode() ? "" : example.toString();
        }
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static String multipart(JsonNode example) {
        StringBuilder parts = new StringBuilder();
        Contract.children(example)
                .forEach((name, value) -> parts.append("--" + BOUNDARY + "\r\n")
                        .append("Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                                + ".txt\"\r\n\r\n")
                        .append(value.asText())
                        .append("\r\n"));
        return parts.append("--" + BOUNDARY + "--\r\n").toString();
    }
}
