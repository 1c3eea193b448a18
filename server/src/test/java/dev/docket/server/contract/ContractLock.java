package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The surface of a contract: everything that a client can notice and no prose, in one line for each operation,
 * parameter, body, response, schema and property. The committed file {@code contract.lock} has the surface that was
 * last reviewed.
 */
public final class ContractLock {

    private static final Path FILE =
            Folders.module().resolve("src/test/resources/dev/docket/server/contract/contract.lock");

    private static final Set<String> PROSE = Set.of("description", "summary", "title", "example", "examples");

    /** These have a place of their own in a line, or lines of their own. */
    private static final Set<String> STRUCTURE = Set.of("type", "required", "properties", "items", "allOf", "oneOf");

    private final Contract contract;
    private final List<String> lines = new ArrayList<>();

    private ContractLock(Contract contract) {
        this.contract = contract;
    }

    /** The surface of {@code contract}, in its order. */
    public static List<String> lines(Contract contract) {
        ContractLock lock = new ContractLock(contract);
        contract.operations().forEach(lock::addOperation);
        JsonNode components = contract.root().path("components");
        Contract.children(components.path("parameters")).forEach(lock::addParameter);
        Contract.children(components.path("responses"))
                .forEach((name, response) -> lock.add("response " + name, lock.response(response)));
        Contract.children(components.path("headers"))
                .forEach((name, header) -> lock.add("header " + name, lock.schema(header.path("schema"))));
        Contract.children(components.path("securitySchemes"))
                .forEach((name, scheme) -> lock.add("security " + name, keywords(scheme, Set.of())));
        contract.schemas().forEach((name, schema) -> lock.addSchema(name, "", schema));
        return lock.lines;
    }

    /** The surface that was last reviewed. */
    public static List<String> read() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void write(List<String> lines) {
        try {
            Files.write(FILE, lines);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Removed lines ({@code -}) and added lines ({@code +}); empty if the surfaces are the same. */
    public static List<String> difference(List<String> before, List<String> after) {
        List<String> difference = new ArrayList<>();
        before.stream().filter(line -> !after.contains(line)).map("- "::concat).forEach(difference::add);
        after.stream().filter(line -> !before.contains(line)).map("+ "::concat).forEach(difference::add);
        return difference;
    }

    private void addOperation(Operation operation) {
        String name = operation.toString();
        add(
                name,
                keywords(operation.node(), Set.of("parameters", "requestBody", "responses"))
                        .strip());
        // Of a path, and of its method: a shared one is a line of its own.
        operation.parameters().stream()
                .filter(parameter -> contract.root()
                        .path("components")
                        .path("parameters")
                        .valueStream()
                        .noneMatch(parameter::equals))
                .forEach(parameter ->
                        addParameter(name + " " + parameter.path("name").asText(), parameter));
        String shared = StreamSupport.stream(operation.node().path("parameters").spliterator(), false)
                .filter(parameter -> parameter.has("$ref"))
                .map(this::schema)
                .collect(Collectors.joining(" "));
        add(name + " shared parameters", shared);
        if (operation.hasBody()) {
            JsonNode body = contract.resolve(operation.node().path("requestBody"));
            add(name + " body", (body.path("required").asBoolean() ? "required " : "") + content(body));
        }
        Map<String, JsonNode> responses = Contract.children(operation.node().path("responses"));
        responses.forEach((status, response) -> {
            if (!response.has("$ref")) {
                add(name + " " + status, response(response));
            }
        });
        add(
                name + " shared responses",
                responses.entrySet().stream()
                        .filter(response -> response.getValue().has("$ref"))
                        .map(response -> response.getKey() + " " + schema(response.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private void addParameter(String name, JsonNode parameter) {
        String required = parameter.path("required").asBoolean() ? "required " : "";
        add(
                "parameter " + name,
                required + keywords(parameter, Set.of("required", "schema")) + " " + schema(parameter.path("schema")));
    }

    private void addSchema(String name, String required, JsonNode schema) {
        add(name, required + schema(schema));
        Set<String> needed = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        Contract.children(schema.path("properties"))
                .forEach((property, value) ->
                        addSchema(name + "." + property, needed.contains(property) ? "required " : "", value));
    }

    private void add(String subject, String surface) {
        lines.add((subject + ": " + surface).strip());
    }

    private String response(JsonNode response) {
        String headers = Contract.children(response.path("headers")).entrySet().stream()
                .map(header -> header.getKey() + "="
                        + schema(
                                header.getValue().path("schema").isMissingNode()
                                        ? header.getValue()
                                        : header.getValue().path("schema")))
                .collect(Collectors.joining(" "));
        return (content(response) + " with " + headers).strip();
    }

    private String content(JsonNode node) {
        return Contract.children(node.path("content")).entrySet().stream()
                .map(media -> media.getKey() + " " + schema(media.getValue().path("schema")))
                .collect(Collectors.joining(", "));
    }

    /** In one line, without its own properties. */
    private String schema(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema.get("$ref").asText().replaceAll(".*/", "");
        }
        List<String> parts = new ArrayList<>();
        parts.add(schema.path("type").asText());
        parts.add(parts("&", schema.path("allOf")));
        parts.add(parts("|", schema.path("oneOf")));
        if (schema.has("items")) {
            parts.add("[" + schema(schema.get("items")) + "]");
        }
        parts.add(keywords(schema, STRUCTURE));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    private String parts(String separator, JsonNode schemas) {
        return StreamSupport.stream(schemas.spliterator(), false)
                .map(this::schema)
                .collect(Collectors.joining(separator));
    }

    /** What else a node says, in the alphabet's order, and not how code is generated from it. */
    private static String keywords(JsonNode node, Set<String> except) {
        Map<String, JsonNode> keywords = new TreeMap<>(Contract.children(node));
        keywords.keySet().removeAll(PROSE);
        keywords.keySet().removeAll(except);
        keywords.keySet()
                .removeIf(keyword -> keyword.startsWith("x-")
                        && !keyword.endsWith("-permissions")
                        && !keyword.equals("x-permission")
                        && !keyword.equals("x-for-requesters"));
        return keywords.entrySet().stream()
                .map(keyword -> keyword.getKey() + "="
                        + (keyword.getValue().isTextual() ? keyword.getValue().asText() : keyword.getValue()))
                .collect(Collectors.joining(" "));
    }
}
