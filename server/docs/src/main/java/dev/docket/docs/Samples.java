package dev.docket.docs;

import io.pebbletemplates.pebble.PebbleEngine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Samples in several languages: one folder each, with one file for a language. A test runs the whole file against a
 * server; a page shows the part between {@code [sample]} and {@code [/sample]}.
 */
final class Samples {

    private static final String BEGIN = "[sample]";
    private static final String END = "[/sample]";

    /** In the order in which a page offers them. */
    private static final List<Language> LANGUAGES = List.of(
            new Language("curl", "curl", "sh", "sh"),
            new Language("java", "Java", "java", "java"),
            new Language("typescript", "TypeScript", "ts", "ts"),
            new Language("python", "Python", "py", "python"));

    private final Path folder;
    private final PebbleEngine templates;

    /** @param highlighting the language for {@link Highlight} */
    private record Language(String id, String label, String extension, String highlighting) {}

    /** @param code as HTML */
    record Sample(String id, String label, String code) {}

    Samples(Path folder, PebbleEngine templates) {
        this.folder = folder;
        this.templates = templates;
    }

    boolean has(String name) {
        return Files.isDirectory(folder.resolve(name));
    }

    /** A sample in all its languages, with a switch between them. */
    String html(String name) {
        List<Sample> samples =
                LANGUAGES.stream().flatMap(language -> sample(name, language)).toList();
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("the sample " + name + " does not exist");
        }
        return html(name, samples);
    }

    /** A request that a test has not run, made from the contract. */
    String curl(String name, String code) {
        return html(name, List.of(new Sample("curl", "curl", Highlight.html("sh", code))));
    }

    /** A file of a sample, as a whole. */
    String file(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        String language = LANGUAGES.stream()
                .filter(each -> each.extension().equals(extension))
                .map(Language::highlighting)
                .findFirst()
                .orElse(extension);
        String code = Highlight.html(language, read(folder.resolve(path)).strip());
        String name = path.substring(path.lastIndexOf('/') + 1);
        return html(name.replace('.', '-'), List.of(new Sample(extension, name, code)));
    }

    private String html(String name, List<Sample> samples) {
        StringWriter html = new StringWriter();
        try {
            templates.getTemplate("samples").evaluate(html, Map.of("name", name, "samples", samples));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return html.toString();
    }

    private Stream<Sample> sample(String name, Language language) {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files
                    .filter(file -> file.toString().endsWith("." + language.extension()))
                    .map(file -> new Sample(
                            language.id(), language.label(), Highlight.html(language.highlighting(), shown(file))))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String shown(Path file) {
        String part = read(file)
                .lines()
                .dropWhile(line -> !line.contains(BEGIN))
                .skip(1)
                .takeWhile(((Predicate<String>) line -> line.contains(END)).negate())
                .reduce("", (text, line) -> text + line + "\n");
        if (part.isBlank()) {
            throw new IllegalArgumentException(file + " does not mark the part to show with " + BEGIN + " and " + END);
        }
        return part.stripTrailing().stripIndent();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
