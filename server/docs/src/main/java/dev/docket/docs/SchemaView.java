package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A value as a page shows it.
 *
 * @param name of the property or parameter; empty for a body
 * @param type in words, such as "array of strings"
 * @param limits in words, such as "at most 255 characters"
 * @param parts properties of the value or of its entries
 */
record SchemaView(
        String name, String type, boolean isRequired, String description, List<String> limits, List<SchemaView> parts) {

    /** Deeper parts are left to the page of the schemas that they refer to. */
    private static final int DEPTH = 4;

    static SchemaView of(Contract contract, String name, JsonNode schema, boolean isRequired) {
        return of(contract, name, schema, isRequired, DEPTH);
    }

    private static SchemaView of(Contract contract, String name, JsonNode given, boolean isRequired, int depth) {
        JsonNode schema = merged(contract, given);
        JsonNode entries = merged(contract, schema.path("items"));
        JsonNode container = schema.has("items") ? entries : schema;
        Set<String> required = texts(container.path("required"));
        List<SchemaView> parts = new ArrayList<>();
        if (depth > 0) {
            Contract.children(container.path("properties"))
                    .forEach((part, of) -> parts.add(of(contract, part, of, required.contains(part), depth - 1)));
        }
        String description =
                given.path("description").asText(schema.path("description").asText());
        return new SchemaView(
                name, type(schema, entries), isRequired, Markdown.html(description), limits(schema, entries), parts);
    }

    /** A node with what it refers to; its own members count more. */
    private static JsonNode merged(Contract contract, JsonNode node) {
        JsonNode resolved = contract.resolve(node);
        JsonNode part = resolved.path("allOf").path(0);
        if (part.isMissingNode()) {
            part = resolved.path("oneOf").path(0);
        }
        if (part.isMissingNode() || !resolved.isObject()) {
            return resolved;
        }
        ObjectNode merged = contract.resolve(part).deepCopy();
        merged.setAll((ObjectNode) resolved);
        return merged;
    }

    private static String type(JsonNode schema, JsonNode entries) {
        if (schema.has("items")) {
            return "array of " + plural(entries.path("type").asText("value"));
        }
        String type = schema.path("type").asText("any JSON");
        String format = schema.path("format").asText();
        return format.isEmpty() || format.startsWith("int") ? type : type + " (" + format + ")";
    }

    private static String plural(String type) {
        return type.isEmpty() ? "values" : type + "s";
    }

    private static List<String> limits(JsonNode schema, JsonNode entries) {
        List<String> limits = new ArrayList<>();
        addRange(schema, "minLength", "maxLength", "character", limits);
        addRange(schema, "minItems", "maxItems", "entry", limits);
        addRange(schema, "minProperties", "maxProperties", "property", limits);
        if (schema.has("minimum") || schema.has("maximum")) {
            limits.add(range(schema.get("minimum"), schema.get("maximum")));
        }
        addValues("one of ", schema, limits);
        if (schema.has("items")) {
            addValues("each one of ", entries, limits);
            addRange(entries, "minLength", "maxLength", "character", limits, "each ");
        }
        if (schema.has("pattern")) {
            limits.add("matches " + schema.get("pattern").asText());
        }
        if (schema.has("default")) {
            limits.add("default " + schema.get("default"));
        }
        if (schema.path("nullable").asBoolean()
                || StreamSupport.stream(schema.path("oneOf").spliterator(), false)
                        .anyMatch(part -> part.path("nullable").asBoolean())) {
            limits.add("may be null");
        }
        if (schema.path("readOnly").asBoolean()) {
            limits.add("read only");
        }
        return limits;
    }

    private static void addValues(String prefix, JsonNode schema, List<String> limits) {
        if (schema.has("enum")) {
            limits.add(prefix
                    + StreamSupport.stream(schema.get("enum").spliterator(), false)
                            .filter(value -> !value.isNull())
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void addRange(JsonNode schema, String min, String max, String unit, List<String> limits) {
        addRange(schema, min, max, unit, limits, "");
    }

    private static void addRange(
            JsonNode schema, String min, String max, String unit, List<String> limits, String prefix) {
        if (schema.has(max) || schema.path(min).asInt() > 0) {
            boolean isOne = schema.path(max).asInt() == 1;
            String units =
                    isOne ? unit : unit.endsWith("y") ? unit.substring(0, unit.length() - 1) + "ies" : unit + "s";
            limits.add(prefix + range(schema.get(min), schema.get(max)) + " " + units);
        }
    }

    private static String range(JsonNode min, JsonNode max) {
        if (max == null) {
            return "at least " + min.asText();
        }
        if (min == null) {
            return "at most " + max.asText();
        }
        return min.equals(max) ? "exactly " + max.asText() : min.asText() + " to " + max.asText();
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
