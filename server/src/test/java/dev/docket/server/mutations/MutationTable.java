package dev.docket.server.mutations;

import dev.docket.server.mutations.Checkout.Build;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What found each mutation, as Markdown in a file. Each row rewrites it, so that a run that was cut short has one too.
 */
final class MutationTable {

    private static final String HEAD = """
            | change | in | found by | after s |
            |---|---|---|---:|
            """;

    private final Path file;
    private final List<String> rows = new ArrayList<>();

    MutationTable(Path file) {
        this.file = file;
    }

    void addControl(double seconds) {
        add("none, all checks, clean", "", "", seconds);
    }

    void add(Mutation mutation, Build build) {
        add(
                mutation.name(),
                mutation.change().place(),
                build.succeeded() ? "**nothing**" : build.failure(),
                build.seconds());
    }

    private void add(String name, String place, String found, double seconds) {
        rows.add(String.format(Locale.ROOT, "| %s | %s | %s | %.0f |", name, place, found, seconds));
        try {
            Files.writeString(file, toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return HEAD + String.join("\n", rows) + "\n";
    }
}
