package dev.docket.server.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Folders of the build. */
public final class Folders {

    private static final Set<String> BUILT = Set.of("node_modules", "dist");

    /** What is not part of the sources. */
    private static final Set<String> NOT_WRITTEN = Set.of("target", ".git", "node_modules", "docket-data");

    private Folders() {}

    /** The folder of the module {@code server}, independent of the working directory. */
    public static Path module() {
        try {
            return Path.of(Folders.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent()
                    .getParent();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The files of the repository that people wrote. It looks into none of the others: another process may be writing
     * them.
     */
    public static List<Path> written() throws IOException {
        List<Path> written = new ArrayList<>();
        Files.walkFileTree(module().getParent(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_WRITTEN.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                written.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return written;
    }

    /**
     * Copies an npm package without what npm and its build put there. It looks into none of that: another process may
     * be writing it.
     *
     * @return the copy
     */
    public static Path copyPackage(Path from, Path to) throws IOException {
        try (Stream<Path> parts = Files.list(from)) {
            for (Path part : (Iterable<Path>) parts::iterator) {
                if (!BUILT.contains(part.getFileName().toString())) {
                    copy(part, to.resolve(part.getFileName()));
                }
            }
        }
        return to;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    /** Deletes a folder and its contents, if it exists. */
    public static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
