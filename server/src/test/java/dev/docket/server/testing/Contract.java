package dev.docket.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code swagger.yaml} as a tree, for tests that hold for every operation. Immutable. */
public final class Contract {

    /** The contract of this server. */
    public static final Contract DOCKET = ofDocket();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");

    private final JsonNode root;

    private Contract(JsonNode root) {
        this.root = root;
    }

    public static Contract parse(String yaml) {
        try {
            return new Contract(new YAMLMapper().readTree(yaml));
        } catch (IOException malformed) {
            throw new IllegalArgumentException(yaml, malformed);
        }
    }

    private static Contract ofDocket() {
        try (InputStream stream = Contract.class.getResourceAsStream("/META-INF/docket/swagger.yaml")) {
            return new Contract(new YAMLMapper().readTree(stream));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A method of a path. */
    public final class Operation {

        private final String path;
        private final String method;
        private final JsonNode node;

        private Operation(String path, String method, JsonNode node) {
            this.path = path;
            this.method = method;
            this.node = node;
        }

        /** In upper case. */
        public String method() {
            return method;
        }

        /** With names for its parameters. */
        public String path() {
            return path;
        }

        /** The node in the contract. */
        public JsonNode node() {
            return node;
        }

        public Contract contract() {
            return Contract.this;
        }

        public String permission() {
            return node.path("x-permission").asText();
        }

        /** The parameters of the path and of the method, with references resolved. */
        public List<JsonNode> parameters() {
            List<JsonNode> parameters = new ArrayList<>();
            root.path("paths").path(path).path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
            node.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
            return parameters;
        }

        /** @param in {@code path}, {@code query} or {@code header} */
        public List<JsonNode> parametersIn(String in) {
            return parameters().stream()
                    .filter(parameter -> parameter.path("in").asText().equals(in))
                    .toList();
        }

        public boolean hasHeader(String name) {
            return parametersIn("header").stream()
                    .anyMatch(header -> header.path("name").asText().equalsIgnoreCase(name));
        }

        public boolean hasBody() {
            return node.has("requestBody");
        }

        /** The request bodies, by media type. */
        public Map<String, JsonNode> bodies() {
            return children(resolve(node.path("requestBody")).path("content"));
        }

        /** The documented responses by status, with references resolved. */
        public Map<Integer, JsonNode> responses() {
            Map<Integer, JsonNode> responses = new LinkedHashMap<>();
            children(node.path("responses"))
                    .forEach((status, response) -> responses.put(Integer.valueOf(status), resolve(response)));
            return responses;
        }

        public boolean documents(int status) {
            return node.path("responses").has(Integer.toString(status));
        }

        private boolean isAt(String requested) {
            String[] template = path.split("/");
            String[] segments = requested.split("/");
            boolean matches = template.length == segments.length;
            for (int i = 0; matches && i < template.length; i++) {
                matches = template[i].startsWith("{") || template[i].equals(segments[i]);
            }
            return matches;
        }

        /** Such as {@code GET /tickets/{ticketId}}. */
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public JsonNode root() {
        return root;
    }

    public Map<String, JsonNode> schemas() {
        return children(root.path("components").path("schemas"));
    }

    /** All operations, in the contract's order. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        children(root.path("paths"))
                .forEach((path, item) -> children(item).forEach((method, node) -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(path, method.toUpperCase(Locale.ROOT), node));
                    }
                }));
        return operations;
    }

    /**
     * The operation of a request; empty if it matches none.
     *
     * @param path of a request; a query is ignored
     */
    public Optional<Operation> operation(String method, String path) {
        String withoutQuery = path.split("\\?", 2)[0];
        // A path without parameters takes precedence over one with parameters.
        return operations().stream()
                .filter(operation -> operation.method.equals(method) && operation.isAt(withoutQuery))
                .min(Comparator.comparing(
                        operation -> operation.parametersIn("path").size()));
    }

    /** The target of a reference; any other node is returned as it is. */
    public JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            JsonNode target = root.at(resolved.get("$ref").asText().substring(1));
            if (target.isMissingNode()) {
                throw new IllegalArgumentException(
                        "nothing is at " + resolved.get("$ref").asText());
            }
            resolved = target;
        }
        return resolved;
    }

    /** A schema with its own references and {@code allOf} resolved; its properties stay as they are. */
    public JsonNode schema(JsonNode schema) {
        JsonNode resolved = resolve(schema);
        if (!resolved.has("allOf")) {
            return resolved;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        resolved.get("allOf").forEach(part -> whole.setAll((ObjectNode) schema(part)));
        whole.setAll((ObjectNode) resolved);
        whole.remove("allOf");
        return whole;
    }

    /** The properties of an object, in its order. */
    public static Map<String, JsonNode> children(JsonNode node) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        node.properties().forEach(child -> children.put(child.getKey(), child.getValue()));
        return children;
    }
}
