package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the pages at {@code /docs} from the contract and the guides. */
public final class DocsSite {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = "index";

    private final Contract contract;
    private final Path target;
    private final PebbleEngine templates;
    private final List<Guide> guides;
    private final List<Tag> tags;
    private final List<Found> index = new ArrayList<>();

    /** A group of operations, which has a page of its own. */
    record Tag(String title, String slug, String description, List<OperationView> operations) {}

    /** A page of prose. */
    record Guide(String title, String slug, String html, String text) {}

    /** An entry of the search: where it leads, and the words by which it is found. */
    record Found(String title, String url, String text) {}

    private DocsSite(Contract contract, Path guides, Path target) throws IOException {
        ClasspathLoader loader = new ClasspathLoader(DocsSite.class.getClassLoader());
        loader.setPrefix("dev/docket/docs/templates");
        loader.setSuffix(".html");
        this.contract = contract;
        this.target = target;
        this.templates =
                new PebbleEngine.Builder().loader(loader).strictVariables(true).build();
        this.guides = guides(guides);
        this.tags = tags(contract);
    }

    /** @param arguments the contract, the folder of the guides, and the folder for the pages */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[2]);
        Files.createDirectories(target);
        new DocsSite(Contract.read(Path.of(arguments[0])), Path.of(arguments[1]), target).write();
    }

    private void write() throws IOException {
        page(FIRST, FIRST, "Docket API", Map.of("intro", Markdown.html(info("description"))));
        for (Guide guide : guides) {
            page("guide", guide.slug(), guide.title(), Map.of("guide", guide));
            index.add(new Found(guide.title(), guide.slug(), guide.text()));
        }
        for (Tag tag : tags) {
            page("tag", tag.slug(), tag.title(), Map.of("tag", tag));
            tag.operations()
                    .forEach(operation -> index.add(new Found(
                            operation.summary(),
                            tag.slug() + "#" + operation.id(),
                            String.join(" ", operation.method(), operation.path(), operation.id(), operation.text()))));
        }
        page("problems", "problems", "Problems", Map.of("problems", Problem.all(contract)));
        Files.writeString(target.resolve("search.json"), JSON.writeValueAsString(index));
    }

    private void page(String template, String slug, String title, Map<String, Object> values) throws IOException {
        Map<String, Object> all = new HashMap<>(values);
        all.put("title", title);
        all.put("slug", slug);
        // Links are relative, so that they are right behind a proxy that adds a prefix; only the first page is at
        // /docs.
        all.put("base", slug.equals(FIRST) ? "docs/" : "");
        all.put("up", slug.equals(FIRST) ? "" : "../");
        all.put("guides", guides);
        all.put("tags", tags);
        all.put("version", info("version"));
        StringWriter page = new StringWriter();
        templates.getTemplate(template).evaluate(page, all);
        Files.writeString(target.resolve(slug + ".html"), page.toString());
    }

    private String info(String name) {
        return contract.root().path("info").path(name).asText();
    }

    private static List<Guide> guides(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Guide> guides = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String markdown = Files.readString(file);
                String slug = file.getFileName().toString().replaceAll("^\\d+-|\\.md$", "");
                guides.add(new Guide(Markdown.title(markdown), slug, Markdown.html(markdown), Markdown.text(markdown)));
            }
            return guides;
        }
    }

    private static List<Tag> tags(Contract contract) {
        List<Tag> tags = new ArrayList<>();
        for (JsonNode tag : contract.root().path("tags")) {
            String name = tag.path("name").asText();
            String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
            tags.add(new Tag(
                    title(words),
                    words.replace(' ', '-'),
                    tag.path("description").asText(),
                    contract.operationsOf(name).stream()
                            .map(operation -> OperationView.of(contract, operation))
                            .toList()));
        }
        return tags;
    }

    private static String title(String words) {
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return title.replaceFirst("^Sla\\b", "SLA").replaceFirst("^Mids\\b", "MIDs");
    }
}
