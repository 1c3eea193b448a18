package dev.docket.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of prose.
 *
 * @param summary its first sentence
 */
record Guide(String title, String slug, String summary, String html, String markdown) {

    /** A folder of guides. */
    record Group(String title, List<Guide> guides) {}

    /**
     * Reads the folders and their files, which are named by their place and their title or address:
     * {@code 1-get-started/1-quick-start.md}.
     */
    static List<Group> all(Path folder, Samples samples) throws IOException {
        List<Group> groups = new ArrayList<>();
        for (Path group : sorted(folder)) {
            List<Guide> guides = new ArrayList<>();
            for (Path file : sorted(group)) {
                guides.add(read(file, samples));
            }
            groups.add(new Group(Words.title(name(group).replace('-', ' ')), guides));
        }
        return groups;
    }

    private static Guide read(Path file, Samples samples) throws IOException {
        String markdown = Files.readString(file);
        return new Guide(
                Markdown.title(markdown),
                name(file).replace(".md", ""),
                Markdown.sections(markdown)
                        .get(0)
                        .text()
                        .replaceFirst("(?<=[.:]) .*", "")
                        .replaceFirst(":$", "."),
                Markdown.html(markdown, samples),
                markdown);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("^\\d+-", "");
    }
}
