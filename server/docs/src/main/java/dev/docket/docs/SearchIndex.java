package dev.docket.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the search of the pages reads: one entry for each operation, type of problem, and section of a guide. */
final class SearchIndex {

    private final List<Entry> entries = new ArrayList<>();

    /** @param text the words by which the entry is found, besides its title */
    record Entry(String kind, String title, String url, String text) {}

    void add(String kind, String title, String url, String text) {
        entries.add(new Entry(kind, title, url, text));
    }

    void add(Guide guide) {
        for (Markdown.Section section : Markdown.sections(guide.markdown())) {
            boolean isWhole = section.id().isEmpty();
            entries.add(new Entry(
                    "Guide",
                    isWhole ? guide.title() : guide.title() + ": " + section.title(),
                    isWhole ? guide.slug() : guide.slug() + "#" + section.id(),
                    section.text()));
        }
    }

    void add(Problem problem) {
        entries.add(new Entry(
                "Error " + problem.status(),
                problem.slug(),
                "problems/" + problem.slug(),
                "urn:docket:problem:" + problem.slug() + " " + problem.title() + " " + problem.remedy()));
    }

    void add(String page, OperationView operation) {
        String names = Stream.concat(
                        operation.parameters().stream(),
                        operation.bodies().stream().flatMap(body -> body.schema().parts().stream()))
                .map(SchemaView::name)
                .reduce("", (text, name) -> text + " " + name);
        entries.add(new Entry(
                "Operation",
                operation.summary(),
                page + "#" + operation.id(),
                String.join(" ", operation.method(), operation.path(), operation.id(), operation.text()) + names));
    }

    String json() {
        try {
            return new ObjectMapper().writeValueAsString(entries);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
