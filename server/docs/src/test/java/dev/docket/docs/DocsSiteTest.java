package dev.docket.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages that are made of the contract and the guides. */
class DocsSiteTest {

    private static final Path CONTRACT = Path.of("../../swagger.yaml");
    /** Budget of the first page with its style and script, in bytes. */
    private static final int FIRST_PAGE_BYTES = 150_000;

    /** Pages that other parts of the server make. */
    private static final Set<String> ELSEWHERE =
            Set.of("/docs/try", "/docs/docket.postman_collection.json", "/openapi.yaml", "/openapi.json");

    /** Fills its page by a script. */
    private static final String SWAGGER_UI = "try.html";

    @TempDir
    static Path site;

    private static Map<String, Document> pages;
    private static String version;

    @BeforeAll
    static void make() throws IOException {
        DocsSite.main(new String[] {CONTRACT.toString(), ".", site.toString()});
        version = Files.readString(site.resolve("assets/version"));
        pages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(site)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".html") && !each.endsWith(SWAGGER_UI))
                    .toList()) {
                String name = site.relativize(file).toString().replace(".html", "");
                String address = name.equals("index") ? "/docs" : "/docs/" + name;
                pages.put(address, Jsoup.parse(Files.readString(file), "http://docket.example" + address));
            }
        }
    }

    @Test
    void showEveryOperationOfTheContractOnce() {
        List<String> shown = pages.values().stream()
                .flatMap(page -> page.select("section.operation").eachAttr("id").stream())
                .toList();
        List<String> operations = new ArrayList<>();
        Contract.read(CONTRACT)
                .root()
                .findParents("operationId")
                .forEach(
                        operation -> operations.add(operation.get("operationId").asText()));

        assertThat(shown).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(operations);
    }

    @Test
    void showARequestAndWhoMaySendItForEveryOperation() {
        assertThat(all("section.operation")).allSatisfy(operation -> {
            assertThat(operation.select("aside pre").first().text())
                    .contains("curl ")
                    .doesNotContain("{account", "{ticket");
            assertThat(operation.select(".permission").text()).startsWith("Needs ");
            assertThat(operation.select("tbody tr")).isNotEmpty();
        });
    }

    @Test
    void showSamplesFromTheirFirstColumn() {
        assertThat(all("[data-language=java] code, [data-language=python] code"))
                .hasSizeGreaterThan(20)
                .allSatisfy(code -> assertThat(code.wholeText().lines().skip(1))
                        .as(code.wholeText())
                        .anyMatch(line -> line.matches("\\S.*")));
    }

    @Test
    void describeEveryTypeOfProblem() throws IOException {
        List<String> described;
        try (Stream<Path> files = Files.list(Path.of("problems"))) {
            described = files.map(file ->
                            "/docs/problems/" + file.getFileName().toString().replace(".md", ""))
                    .toList();
        }

        assertThat(pages.keySet().stream().filter(page -> page.startsWith("/docs/problems/")))
                .hasSizeGreaterThan(15)
                .containsExactlyInAnyOrderElementsOf(described);
        assertThat(described)
                .allSatisfy(page -> assertThat(pages.get(page).select("h2").eachText())
                        .contains("When it happens", "What to do", "Operations"));
    }

    /** What prose says of an operation is checked by its method and path: {@code GET /tickets/{ticketId}}. */
    @Test
    void nameOnlyOperationsOfTheContract() {
        Set<String> operations = new HashSet<>();
        Contract.children(Contract.read(CONTRACT).root().path("paths"))
                .forEach((path, methods) -> Contract.children(methods)
                        .keySet()
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));

        List<String> named = all("article code").stream()
                .map(Element::text)
                .filter(code -> code.matches("(GET|POST|PUT|PATCH|DELETE) /\\S+"))
                .map(code -> code.replaceFirst("\\?.*", ""))
                .toList();

        assertThat(named).hasSizeGreaterThan(15).isSubsetOf(operations);
    }

    @Test
    void describeEveryParameterAndProperty() {
        assertThat(all(".parts > dd"))
                .hasSizeGreaterThan(500)
                .allSatisfy(part -> assertThat(part.text()).isNotBlank());
    }

    @Test
    void leadOnlyToWhatExists() {
        pages.forEach((address, page) -> assertThat(page.select("a[href], link[href], script[src]"))
                .allSatisfy(link -> {
                    String url = link.absUrl(link.hasAttr("href") ? "href" : "src");
                    assertThat(exists(url)).as(address + " leads to " + url).isTrue();
                }));
    }

    private static boolean exists(String url) {
        if (!url.startsWith("http://docket.example/")) {
            return url.startsWith("https://");
        }
        String[] parts = url.substring("http://docket.example".length()).split("#", 2);
        if (parts[0].startsWith("/docs/assets/")) {
            String[] asset = parts[0].substring("/docs/assets/".length()).split("/", 2);
            return asset[0].equals(version) && Files.exists(site.resolve("assets/" + asset[1]));
        }
        if (ELSEWHERE.contains(parts[0])) {
            return true;
        }
        Document page = pages.get(parts[0]);
        return page != null && (parts.length == 1 || page.getElementById(parts[1]) != null);
    }

    @Test
    void haveNothingInline() {
        assertThat(all("[style], style, script:not([src])")).isEmpty();
        assertThat(pages.values().stream().map(Document::html))
                .noneMatch(html -> html.matches("(?is).*\\son[a-z]+=.*"));
    }

    @Test
    void useEachIdOnce() {
        pages.forEach((address, page) -> {
            Set<String> ids = new HashSet<>();
            assertThat(page.select("[id]").eachAttr("id")).as(address).allMatch(ids::add);
        });
    }

    @Test
    void beginWithASmallPage() {
        long bytes = Stream.of("index.html", "assets/site.css", "assets/site.js")
                .map(site::resolve)
                .mapToLong(DocsSiteTest::size)
                .sum();

        assertThat(bytes).isLessThan(FIRST_PAGE_BYTES);
    }

    private static List<Element> all(String selector) {
        return pages.values().stream()
                .map(page -> page.select(selector))
                .flatMap(Collection::stream)
                .toList();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
