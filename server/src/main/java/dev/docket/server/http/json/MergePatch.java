package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;

/**
 * Applies a JSON merge patch (RFC 7396) to a DTO; the result must satisfy the contract as if it had been sent whole.
 */
public final class MergePatch {

    private static final ObjectMapper JSON = JsonMappers.contract();

    private MergePatch() {}

    /**
     * @param current as it could be sent to create the resource, but without its id, which a patch cannot change
     * @return a new DTO
     * @throws ProblemException 400 with all violations of the result
     */
    public static <T> T apply(ObjectNode patch, T current, Class<T> type) {
        ViolationList violations = new ViolationList();
        ObjectNode changes = patch.deepCopy();
        if (changes.remove("id") != null) {
            violations.add(Violations.inBody("/id", ViolationCode.UNKNOWN_PROPERTY, "cannot be changed; omit it"));
        }
        T merged = read(merge(JSON.valueToTree(current), changes), type, violations);
        ContractLimits.check(merged, violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return merged;
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : JSON.createObjectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }

    private static <T> T read(JsonNode merged, Class<T> type, ViolationList violations) {
        try {
            return JSON.readerFor(type)
                    .withAttribute(ViolationCollector.VIOLATIONS, violations)
                    .readValue(JSON.writeValueAsString(merged));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("JSON that was read once can be read again", impossible);
        }
    }
}
