package dev.docket.server.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.Contract;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract names every type of problem, and shows an example of each that an operation documents. */
class ProblemCatalogTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\|");

    @Test
    void listsEveryTypeWithItsStatus() {
        String catalog = Contract.DOCKET
                .root()
                .at("/components/schemas/Problem/properties/type/description")
                .asText();

        List<String> rows = ROW.matcher(catalog)
                .results()
                .map(row -> "urn:docket:problem:" + row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.urn() + " " + type.status())
                        .toList());
    }

    @Test
    void showsAnExampleOfEveryTypeThatAnOperationDocuments() {
        Set<String> shown = new TreeSet<>();
        for (JsonNode response : Contract.DOCKET.root().at("/components/responses")) {
            JsonNode content = response.at("/content/application~1problem+json");
            shown.addAll(content.findValuesAsText("type"));
        }
        Set<Integer> documented = Contract.DOCKET.operations().stream()
                .flatMap(operation -> operation.responses().keySet().stream())
                .collect(Collectors.toSet());

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
                        .filter(type -> documented.contains(type.status()))
                        .map(ProblemType::urn)
                        .toList());
    }
}
