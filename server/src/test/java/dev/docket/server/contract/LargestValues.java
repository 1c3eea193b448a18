package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.testing.Contract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Values at the limits of the contract's schemas, and beyond them. */
final class LargestValues {

    /** Bytes of a body, a little less than the largest. */
    private static final int MOST = 1_000_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String WIDEST_CHARACTER = "\uD83D\uDE00";
    private static final int MAX_DEPTH = 5;

    private final Contract contract;
    private int left;

    LargestValues(Contract contract) {
        this.contract = contract;
    }

    /**
     * The largest value of a schema: the longest texts and arrays, of all properties, as far as a body may be large.
     */
    JsonNode largest(JsonNode schema) {
        left = MOST;
        return value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        JsonNode whole = contract.schema(schema);
        left -= 20;
        if (whole.has("enum")) {
            return whole.get("enum").get(0);
        }
        return switch (whole.path("type").asText()) {
            case "object" -> object(whole, depth);
            case "array" -> array(whole, depth);
            case "string" -> text(whole, 0);
            case "boolean" -> JSON.booleanNode(true);
            case "integer", "number" ->
                whole.has("example")
                        ? whole.get("example")
                        : JSON.numberNode(whole.path("maximum").asLong(1));
            default -> JSON.textNode("x");
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        if (depth < MAX_DEPTH) {
            Contract.children(schema.path("properties"))
                    .forEach((name, property) -> object.set(name, value(property, depth + 1)));
        }
        int most = schema.path("additionalProperties").asBoolean()
                ? schema.path("maxProperties").asInt(200)
                : 0;
        for (int i = 0; i < most && left > 0; i++) {
            object.put("p" + i, i);
            left -= 10;
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        JsonNode items = contract.schema(schema.path("items"));
        int most = schema.path("maxItems").asInt(100);
        for (int i = 0; i < most && left > 0; i++) {
            array.add(items.path("type").asText().equals("string") ? text(items, i) : value(items, depth + 1));
        }
        return array;
    }

    /** @param number makes texts different */
    private JsonNode text(JsonNode schema, int number) {
        if (schema.has("enum")) {
            return schema.get("enum").get(number % schema.get("enum").size());
        }
        if (schema.has("example") && (schema.has("pattern") || schema.has("format"))) {
            return schema.get("example");
        }
        String plain = switch (schema.path("format").asText()) {
            case "date" -> "2026-12-%02d".formatted(1 + number % 31);
            case "date-time" -> "2026-12-01T00:00:00Z";
            case "uuid" -> new UUID(0, number).toString();
            default -> null;
        };
        if (plain != null) {
            return JSON.textNode(plain);
        }
        String end = Integer.toString(number);
        int most = Math.min(schema.path("maxLength").asInt(100), Math.max(left / 4, end.length() + 1));
        String repeated = schema.has("pattern") ? "x" : WIDEST_CHARACTER;
        String text = repeated.repeat(Math.max(1, most - end.length())) + end;
        left -= 4 * most;
        return JSON.textNode(text);
    }

    /**
     * A place in a schema that holds many values or a text.
     *
     * @param path the names of properties; "0" for an element
     */
    record Place(List<String> path, JsonNode schema) {

        boolean isArray() {
            return schema.path("type").asText().equals("array");
        }

        @Override
        public String toString() {
            return "/" + String.join("/", path);
        }
    }

    /** The arrays, maps and texts of a schema. */
    List<Place> places(JsonNode schema) {
        List<Place> found = new ArrayList<>();
        addPlaces(contract.schema(schema), List.of(), found);
        return found;
    }

    private void addPlaces(JsonNode schema, List<String> path, List<Place> found) {
        String type = schema.path("type").asText();
        if (type.equals("array")
                || type.equals("string")
                || schema.path("additionalProperties").asBoolean()) {
            found.add(new Place(path, schema));
        }
        if (path.size() >= MAX_DEPTH) {
            return;
        }
        if (type.equals("array")) {
            addPlaces(contract.schema(schema.path("items")), with(path, "0"), found);
        }
        Contract.children(schema.path("properties"))
                .forEach((name, property) -> addPlaces(contract.schema(property), with(path, name), found));
    }

    private static List<String> with(List<String> path, String next) {
        List<String> longer = new ArrayList<>(path);
        longer.add(next);
        return longer;
    }

    /** JSON of nearly a mebibyte beyond the limits of a place, or within them but invalid. */
    String flood(Place place, boolean withinLimits) {
        String type = place.schema().path("type").asText();
        if (type.equals("string")) {
            return '"' + "x".repeat(MOST) + '"';
        }
        if (!place.isArray()) {
            StringBuilder object = new StringBuilder("{\"p\":0");
            for (int i = 0; object.length() < MOST; i++) {
                object.append(",\"p").append(i).append("\":0");
            }
            return object.append('}').toString();
        }
        JsonNode items = contract.schema(place.schema().path("items"));
        String element = items.path("type").asText().equals("object") ? "{}" : "\"\"";
        int count = withinLimits ? place.schema().path("maxItems").asInt(100) : MOST / (element.length() + 1);
        return '[' + String.join(",", Collections.nCopies(count, element)) + ']';
    }

    /** A body with {@code json} at a place; what surrounds it and is missing becomes empty. */
    String put(JsonNode body, Place place, String json) {
        ObjectNode root = body.isObject() ? body.deepCopy() : JSON.objectNode();
        String mark = "\u0001here\u0001";
        set(root, place.path(), mark);
        return root.toString().replace(JSON.textNode(mark).toString(), json);
    }

    private static void set(JsonNode parent, List<String> path, String mark) {
        String name = path.get(0);
        JsonNode child = JSON.textNode(mark);
        if (path.size() > 1) {
            JsonNode present = parent.isArray() ? parent.path(0) : parent.path(name);
            boolean isArray = path.get(1).equals("0");
            child = present.isContainerNode() && present.isArray() == isArray
                    ? present
                    : isArray ? JSON.arrayNode() : JSON.objectNode();
        }
        if (parent instanceof ArrayNode array) {
            array.removeAll();
            array.add(child);
        } else {
            ((ObjectNode) parent).set(name, child);
        }
        if (path.size() > 1) {
            set(child, path.subList(1, path.size()), mark);
        }
    }
}
