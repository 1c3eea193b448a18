package dev.docket.server.growth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The execution of a query by PostgreSQL. */
final class Plan {

    private static final JsonMapper JSON = new JsonMapper();

    private final String query;
    private final List<JsonNode> nodes = new ArrayList<>();

    private Plan(String query, JsonNode root) {
        this.query = query;
        add(root);
    }

    static Plan parse(String json) {
        try {
            JsonNode plan = JSON.readTree(json);
            return new Plan(plan.get("Query Text").asText(), plan.get("Plan"));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    private void add(JsonNode node) {
        nodes.add(node);
        node.path("Plans").forEach(this::add);
    }

    /** The tables that were read from the first row to the last. */
    Stream<String> readAsAWhole() {
        return nodes.stream()
                .filter(node -> node.get("Node Type").asText().equals("Seq Scan"))
                .map(node -> node.get("Relation Name").asText());
    }

    /** Rows that were read in tables and indexes, including those that did not match. */
    long rowsRead() {
        return Math.round(nodes.stream()
                .filter(node -> node.get("Node Type").asText().endsWith("Scan"))
                .filter(node -> node.has("Relation Name") || node.has("Index Name"))
                .mapToDouble(node -> node.get("Actual Loops").asDouble()
                        * Stream.of("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
                                .mapToDouble(rows -> node.path(rows).asDouble())
                                .sum())
                .sum());
    }

    @Override
    public String toString() {
        return query + "\n" + nodes.get(0).toPrettyString();
    }
}
