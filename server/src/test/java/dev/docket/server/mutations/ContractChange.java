package dev.docket.server.mutations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.docket.server.testing.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A change of a node of {@code swagger.yaml}; comments and layout are not kept.
 *
 * @param pointer the node, which must exist
 */
record ContractChange(String pointer, Consumer<JsonNode> edit) implements Mutation.Change {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Adds a property, or gives it another value. */
    static ContractChange set(String pointer, String property, String value) {
        return new ContractChange(pointer, node -> ((ObjectNode) node).set(property, parse(value)));
    }

    static ContractChange remove(String pointer, String property) {
        return new ContractChange(pointer, node -> requireThere(((ObjectNode) node).remove(property), property));
    }

    static ContractChange rename(String pointer, String from, String to) {
        return new ContractChange(pointer, node -> {
            Map<String, JsonNode> properties = new LinkedHashMap<>();
            Contract.children(node).forEach((name, value) -> properties.put(name.equals(from) ? to : name, value));
            requireThere(properties.get(to), from);
            ((ObjectNode) node).removeAll().setAll(properties);
        });
    }

    /** To an array. */
    static ContractChange add(String pointer, String value) {
        return new ContractChange(pointer, node -> ((ArrayNode) node).add(value));
    }

    /** From an array. */
    static ContractChange drop(String pointer, String value) {
        return new ContractChange(pointer, node -> {
            int size = node.size();
            ((ArrayNode) node).removeIf(element -> element.asText().equals(value));
            requireThere(node.size() < size ? node : null, value);
        });
    }

    /** The contract after this change. */
    Contract of(Contract contract) {
        return Contract.parse(of(contract.root()));
    }

    @Override
    public void make(Checkout checkout) {
        checkout.edit(checkout.path("swagger.yaml"), text -> {
            try {
                return of(YAML.readTree(text));
            } catch (IOException malformed) {
                throw new UncheckedIOException(malformed);
            }
        });
    }

    @Override
    public String place() {
        return "`swagger.yaml`";
    }

    private String of(JsonNode root) {
        JsonNode changed = root.deepCopy();
        edit.accept(requireThere(changed.at(pointer), pointer));
        try {
            return YAML.writeValueAsString(changed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static JsonNode requireThere(JsonNode node, String name) {
        if (node == null || node.isMissingNode()) {
            throw new IllegalStateException("swagger.yaml does not have " + name);
        }
        return node;
    }
}
