package dev.docket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Markdown files that are read in the repository link to files that exist. The pages at /docs have their own test. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");

    /** An address elsewhere, or a page of GitHub that belongs to the repository. */
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|(\\.\\./)+issues/.*");

    @TempDir
    private Path folder;

    @Test
    void leadToFiles() throws IOException {
        List<Path> pages = Folders.written().stream()
                .filter(file -> file.toString().endsWith(".md"))
                .filter(file -> !file.startsWith(Folders.module().resolve("docs")))
                .toList();

        assertThat(pages).hasSizeGreaterThan(50);
        for (Path page : pages) {
            assertThat(broken(page)).as(page.toString()).isEmpty();
        }
    }

    @Test
    void areFoundIfTheyLeadNowhere() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "[this](page.md#here), [that](there.md), [those](https://example.com/none)");

        assertThat(broken(page)).containsExactly("there.md");
    }

    private static List<String> broken(Path page) throws IOException {
        try (Stream<String> lines = Files.readString(page).lines()) {
            return lines.flatMap(line -> LINK.matcher(line).results())
                    .map(link -> link.group(1))
                    .filter(link -> !ELSEWHERE.matcher(link).matches())
                    .filter(link -> Files.notExists(page.resolveSibling(link)))
                    .toList();
        }
    }
}
