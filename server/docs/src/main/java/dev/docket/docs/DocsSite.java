package dev.docket.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the pages at {@code /docs} from the contract and the guides. */
public final class DocsSite {

    private static final String FIRST = "index";

    private final Contract contract;
    private final Path target;
    private final PebbleEngine templates;
    private final List<Guide.Group> guides;
    private final List<TagGroup> tags;
    private final String firstSample;
    private final List<Problem> problems;
    private final String assets;
    private final Set<String> pages = new HashSet<>();

    /** A group of operations, which has a page of its own. */
    record Tag(String title, String slug, String description, List<OperationView> operations) {}

    /** Tags that belong together, under a heading. */
    record TagGroup(String title, List<Tag> tags) {}

    private DocsSite(Contract contract, Path folder, Path target) throws IOException {
        ClasspathLoader loader = new ClasspathLoader(DocsSite.class.getClassLoader());
        loader.setPrefix("dev/docket/docs/templates");
        loader.setSuffix(".html");
        this.contract = contract;
        this.target = target;
        this.templates =
                new PebbleEngine.Builder().loader(loader).strictVariables(true).build();
        Samples samples = new Samples(folder.resolve("samples"), templates);
        this.guides = Guide.all(folder.resolve("guides"), samples);
        this.tags = tags(contract, samples);
        this.firstSample = samples.html("createTicket");
        this.problems = Problem.all(contract, folder.resolve("problems"), allTags());
        this.assets = new Assets(target.resolve("assets")).write();
    }

    /** @param arguments the contract, the folder of guides, problems and samples, and the folder for the pages */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[2]);
        Files.createDirectories(target.resolve("problems"));
        Files.createDirectories(target.resolve("assets"));
        new DocsSite(Contract.read(Path.of(arguments[0])), Path.of(arguments[1]), target).write();
    }

    private void write() throws IOException {
        SearchIndex index = new SearchIndex();
        page(FIRST, FIRST, "Documentation", Map.of("sample", firstSample));
        List<Guide> all =
                guides.stream().flatMap(group -> group.guides().stream()).toList();
        for (int at = 0; at < all.size(); at++) {
            Guide guide = all.get(at);
            page("guide", guide.slug(), guide.title(), Map.of("guide", guide, "next", all.subList(at + 1, all.size())));
            index.add(guide);
        }
        String conventions = info("description");
        page("conventions", "conventions", "Conventions", Map.of("intro", Markdown.html(conventions)));
        index.add("Reference", "Conventions", "conventions", Markdown.text(conventions));
        for (Tag tag : allTags()) {
            page("tag", tag.slug(), tag.title(), Map.of("tag", tag));
            tag.operations().forEach(operation -> index.add(tag.slug(), operation));
        }
        page("problems", "problems", "Error types", Map.of("problems", problems));
        for (Problem problem : problems) {
            page("problem", "problems/" + problem.slug(), problem.slug(), Map.of("problem", problem));
            index.add(problem);
        }
        page("try", "try", "Try it", Map.of());
        Files.writeString(target.resolve("assets/search.json"), index.json());
    }

    private void page(String template, String slug, String title, Map<String, Object> values) throws IOException {
        Map<String, Object> all = new HashMap<>(values);
        all.put("title", title);
        all.put("slug", slug);
        // Links are relative, so that they are right behind a proxy that adds a prefix; only the first page is at
        // /docs.
        boolean isDeep = slug.contains("/");
        String base = slug.equals(FIRST) ? "docs/" : isDeep ? "../" : "";
        all.put("base", base);
        all.put("assets", base + "assets/" + assets + "/");
        all.put("up", slug.equals(FIRST) ? "" : isDeep ? "../../" : "../");
        all.put("guideGroups", guides);
        all.put("tagGroups", tags);
        all.put("version", info("version"));
        StringWriter page = new StringWriter();
        templates.getTemplate(template).evaluate(page, all);
        if (!pages.add(slug)) {
            throw new IllegalStateException("two pages have the address " + slug);
        }
        Files.writeString(target.resolve(slug + ".html"), page.toString());
    }

    private List<Tag> allTags() {
        return tags.stream().flatMap(group -> group.tags().stream()).toList();
    }

    private String info(String name) {
        return contract.root().path("info").path(name).asText();
    }

    private static List<TagGroup> tags(Contract contract, Samples samples) {
        Map<String, Tag> tags = new HashMap<>();
        for (JsonNode tag : contract.root().path("tags")) {
            String name = tag.path("name").asText();
            tags.put(
                    name,
                    new Tag(
                            Words.title(name),
                            Words.slug(name),
                            tag.path("description").asText(),
                            contract.operationsOf(name).stream()
                                    .map(operation -> OperationView.of(contract, operation, samples))
                                    .toList()));
        }
        List<TagGroup> groups = new ArrayList<>();
        for (JsonNode group : contract.root().path("x-tagGroups")) {
            List<Tag> members = new ArrayList<>();
            group.path("tags").forEach(name -> members.add(tags.get(name.asText())));
            groups.add(new TagGroup(group.path("name").asText(), members));
        }
        return groups;
    }
}
