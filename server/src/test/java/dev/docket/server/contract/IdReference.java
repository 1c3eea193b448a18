package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in the requests of an operation that refers to a resource by an id which is also a parameter of a path.
 *
 * @param parameter the parameter of a path, such as {@code teamId}
 * @param place in words, such as {@code body /assignedTeamId}
 */
record IdReference(Operation operation, String parameter, String place, Filling filling) {

    interface Filling {
        /** A copy of a valid request that names {@code id} in this place. */
        ExampleRequest with(ExampleRequest request, String id);
    }

    /** The references of an operation in its path, its query and the examples of its body. */
    static List<IdReference> of(Operation operation, List<String> parameters) {
        List<IdReference> found = new ArrayList<>();
        for (JsonNode parameter : operation.parametersIn("path")) {
            String name = parameter.path("name").asText();
            found.add(
                    new IdReference(operation, name, "path " + name, (request, id) -> request.withPathValue(name, id)));
        }
        for (JsonNode parameter : operation.parametersIn("query")) {
            String name = parameter.path("name").asText();
            named(operation, name, parameter.path("schema"), parameters)
                    .ifPresent(id -> found.add(new IdReference(
                            operation, id, "query " + name, (request, value) -> request.withQuery(name, value))));
        }
        operation.bodies().forEach((mediaType, body) -> {
            if (mediaType.endsWith("json") && !mediaType.endsWith("ndjson")) {
                JsonNode schema = body.path("schema");
                for (JsonNode example : ExampleRequest.examples(operation)) {
                    inObject(operation, schema, example, "", whole -> whole, example, parameters, found);
                }
            }
        });
        return found.stream()
                .collect(Collectors.toMap(
                        IdReference::place, reference -> reference, (one, other) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    /** References at the top level may be added to an example; nested ones only if the example contains them. */
    private static void inObject(
            Operation operation,
            JsonNode schema,
            JsonNode object,
            String place,
            UnaryOperator<JsonNode> way,
            JsonNode example,
            List<String> parameters,
            List<IdReference> found) {
        JsonNode whole = operation.contract().schema(schema);
        Contract.children(whole.path("properties")).forEach((name, property) -> {
            JsonNode value = object.path(name);
            Optional<String> id = named(operation, name, property, parameters);
            JsonNode resolved = operation.contract().schema(property);
            if (id.isPresent() && (value.isValueNode() || value.isArray() || place.isEmpty())) {
                found.add(new IdReference(operation, id.get(), "body " + place + "/" + name, (request, text) -> {
                    ObjectNode copy = example.deepCopy();
                    if (operation.documents(201)) {
                        copy.remove("id"); // A resource with that id may exist already.
                    }
                    ObjectNode target = (ObjectNode) way.apply(copy);
                    withoutOthers(operation, whole, target, name, parameters);
                    target.set(name, value(operation, resolved, text));
                    return request.withBody(copy.toString().getBytes(StandardCharsets.UTF_8));
                }));
            } else if (value.isObject()) {
                inObject(
                        operation,
                        property,
                        value,
                        place + "/" + name,
                        root -> way.apply(root).path(name),
                        example,
                        parameters,
                        found);
            } else if (value.isArray() && value.path(0).isObject()) {
                for (int i = 0; i < value.size(); i++) {
                    int item = i;
                    inObject(
                            operation,
                            resolved.path("items"),
                            value.get(i),
                            place + "/" + name + "/" + i,
                            root -> way.apply(root).path(name).path(item),
                            example,
                            parameters,
                            found);
                }
            }
        });
    }

    /** References may exclude one another, and their ids may be unknown in this account. */
    private static void withoutOthers(
            Operation operation, JsonNode schema, ObjectNode object, String name, List<String> parameters) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(property -> required.add(property.asText()));
        Contract.children(schema.path("properties")).forEach((other, property) -> {
            if (!other.equals(name)
                    && !required.contains(other)
                    && named(operation, other, property, parameters).isPresent()) {
                object.remove(other);
            }
        });
    }

    private static JsonNode value(Operation operation, JsonNode schema, String id) {
        if (schema.path("type").asText().equals("array")) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            return array.add(value(operation, operation.contract().schema(schema.path("items")), id));
        }
        return schema.path("type").asText().equals("integer")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(id))
                : JsonNodeFactory.instance.textNode(id);
    }

    /**
     * The parameter that a property's name ends with ({@code primaryTicketId}, {@code policyId}), or that its schema
     * refers to.
     */
    private static Optional<String> named(Operation operation, String name, JsonNode schema, List<String> parameters) {
        JsonNode items = operation.contract().resolve(schema).path("items");
        boolean isUser = Stream.of(schema, items)
                        .anyMatch(each -> each.path("$ref").asText().endsWith("/UserId"))
                || List.of("assignedTo", "mentions").contains(name);
        String lower = name.toLowerCase(Locale.ROOT);
        return isUser
                ? Optional.of("userId")
                : parameters.stream()
                        .filter(parameter -> {
                            String id = parameter.toLowerCase(Locale.ROOT);
                            return lower.contains(id) || lower.length() > 2 && id.endsWith(lower);
                        })
                        .max(Comparator.comparing(String::length));
    }
}
