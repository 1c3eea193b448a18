package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A type of problem, from the table of the contract and a file of prose.
 *
 * @param slug what follows {@code urn:docket:problem:}
 * @param remedy what to do, in a few words of Markdown
 * @param example as HTML; empty if no operation documents the type
 * @param html when it happens, and what to do
 * @param operations that document it
 */
record Problem(
        String slug,
        String status,
        String remedy,
        String title,
        String example,
        String html,
        List<OperationLink> operations) {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| (.*) \\|$");

    public String remedyHtml() {
        return Markdown.html(remedy);
    }

    record OperationLink(String page, String id, String summary) {}

    static List<Problem> all(Contract contract, Path folder, List<DocsSite.Tag> tags) throws IOException {
        String catalog = contract.root()
                .at("/components/schemas/Problem/properties/type/description")
                .asText();
        List<Problem> problems = new ArrayList<>();
        for (MatchResult row : ROW.matcher(catalog).results().toList()) {
            String slug = row.group(1);
            JsonNode example = example(contract, "urn:docket:problem:" + slug);
            problems.add(new Problem(
                    slug,
                    row.group(2),
                    row.group(3),
                    example.path("title").asText(),
                    example.isMissingNode() ? "" : Highlight.html("json", OperationView.pretty(example)),
                    Markdown.html(Files.readString(folder.resolve(slug + ".md"))),
                    operations(slug, tags)));
        }
        return problems;
    }

    private static List<OperationLink> operations(String slug, List<DocsSite.Tag> tags) {
        return tags.stream()
                .flatMap(tag -> tag.operations().stream()
                        .filter(operation -> operation.responses().stream()
                                .anyMatch(response -> response.problems().contains(slug)))
                        .map(operation -> new OperationLink(tag.slug(), operation.id(), operation.summary())))
                .toList();
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
