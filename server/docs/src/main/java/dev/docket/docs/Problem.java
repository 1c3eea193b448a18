package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A type of problem, from the table of the contract.
 *
 * @param slug what follows {@code urn:docket:problem:}
 * @param example empty if no operation documents the type
 */
record Problem(String slug, String status, String remedy, String title, String example) {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| (.*) \\|$");

    static List<Problem> all(Contract contract) {
        String catalog = contract.root()
                .at("/components/schemas/Problem/properties/type/description")
                .asText();
        List<Problem> problems = new ArrayList<>();
        for (MatchResult row : ROW.matcher(catalog).results().toList()) {
            JsonNode example = example(contract, "urn:docket:problem:" + row.group(1));
            problems.add(new Problem(
                    row.group(1),
                    row.group(2),
                    row.group(3),
                    example.path("title").asText(),
                    example.isMissingNode() ? "" : OperationView.pretty(example)));
        }
        return problems;
    }

    private static JsonNode example(Contract contract, String urn) {
        for (JsonNode response : contract.root().at("/components/responses")) {
            JsonNode content = response.at("/content/application~1problem+json");
            if (content.path("example").path("type").asText().equals(urn)) {
                return content.get("example");
            }
            for (JsonNode example : content.path("examples")) {
                if (example.at("/value/type").asText().equals(urn)) {
                    return example.get("value");
                }
            }
        }
        return MissingNode.getInstance();
    }
}
