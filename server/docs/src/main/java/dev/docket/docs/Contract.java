package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The contract as a tree. */
final class Contract {

    private final JsonNode root;

    private Contract(JsonNode root) {
        this.root = root;
    }

    static Contract read(Path file) {
        try {
            return new Contract(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Follows {@code $ref}; returns any other node as it is. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** An operation, with the path and the method that lead to it. */
    record Operation(String method, String path, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }
    }

    List<Operation> operationsOf(String tag) {
        List<Operation> operations = new ArrayList<>();
        children(root.path("paths"))
                .forEach((path, methods) -> children(methods).forEach((method, node) -> {
                    if (node.at("/tags/0").asText().equals(tag)) {
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, node));
                    }
                }));
        return operations;
    }

    /** The children of a node by name, in the order of the file. */
    static Map<String, JsonNode> children(JsonNode node) {
        Map<String, JsonNode> children = new LinkedHashMap<>();
        node.properties().forEach(entry -> children.put(entry.getKey(), entry.getValue()));
        return children;
    }
}
