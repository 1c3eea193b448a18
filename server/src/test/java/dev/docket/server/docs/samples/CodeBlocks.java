package dev.docket.server.docs.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code of guides: blocks, and links to samples. */
final class CodeBlocks {

    private static final Pattern BLOCK = Pattern.compile(
            "(?ms)^```(?<language>\\w*)\\n(?<code>.*?)^```$|^\\[[^]]*\\]\\(\\.\\./samples/(?<sample>[\\w-]+)\\)$");

    private CodeBlocks() {}

    /** @param language {@code sample} for a link to a sample, whose name is the code */
    record Block(String language, String code) {}

    static List<Block> of(Path guide) {
        return BLOCK.matcher(read(guide))
                .results()
                .map(match -> match.group(3) == null
                        ? new Block(match.group(1), match.group(2))
                        : new Block("sample", match.group(3)))
                .toList();
    }

    static List<Path> guides(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
