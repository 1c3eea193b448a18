package dev.docket.server.mutations;

import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of the checkout that is being built, with a build of its own. */
final class Checkout {

    private static final Path ORIGINAL = Folders.module().getParent();
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", "node_modules");

    private static final Pattern COMPILER =
            Pattern.compile("\\[ERROR\\] .*?(\\w+)\\.java:(?:\\[\\d+,\\d+\\])? (.{1,140})");
    private static final Pattern GENERATOR = Pattern.compile("Failed to execute goal org\\.openapitools.*");
    private static final Pattern TEST = Pattern.compile(
            "\\[ERROR\\] dev\\.docket\\.(?:[a-z]\\w*\\.)*([A-Z]\\w*(?:Test|Properties)(?:\\$\\w+)*(?:\\.\\w+)?)\\b"
                    + ".*<<< (?:FAILURE|ERROR)!");

    private final Path root;
    private final Map<Path, String> originals = new LinkedHashMap<>();

    /** Whether classes may have been compiled against another contract than the present one. */
    private boolean isStale = true;

    private Checkout(Path root) {
        this.root = root;
    }

    /**
     * What a build came to.
     *
     * @param failure what failed first; empty if the build succeeded
     * @param seconds until then
     * @param log what Maven printed
     */
    record Build(String failure, double seconds, String log) {

        boolean succeeded() {
            return failure.isEmpty();
        }
    }

    /** A copy without what a build makes. */
    static Checkout copyTo(Path folder) throws IOException {
        Folders.delete(folder);
        Files.walkFileTree(ORIGINAL, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_COPIED.contains(directory.getFileName().toString()) && !directory.equals(ORIGINAL)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(folder.resolve(ORIGINAL.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, folder.resolve(ORIGINAL.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return new Checkout(folder);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** The one file of this name in the main sources. */
    Path source(String name) {
        List<Path> found = files("java").filter(file -> file.endsWith(name)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(name + " is at " + found);
        }
        return found.get(0);
    }

    Stream<Path> migrations() {
        return files("resources")
                .filter(file -> file.toString().contains("/migrations/")
                        && file.toString().endsWith(".sql"));
    }

    private Stream<Path> files(String kind) {
        return Stream.of("server", "persistence")
                .map(module -> path(module).resolve("src/main").resolve(kind))
                .flatMap(Checkout::walk);
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Until {@link #restore}. */
    void edit(Path file, UnaryOperator<String> change) {
        try {
            String before = Files.readString(file);
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new IllegalStateException("no change of " + file);
            }
            originals.put(file, before);
            Files.writeString(file, after);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void restore() throws IOException {
        for (Map.Entry<Path, String> original : originals.entrySet()) {
            Files.writeString(original.getKey(), original.getValue());
        }
        originals.clear();
    }

    /**
     * Compiles, and runs tests until one fails.
     *
     * @param tests simple names of classes; empty: none is run
     */
    Build build(List<String> tests) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(property("docket.mutations.maven"), "bin", "mvn").toString(),
                "--batch-mode",
                "--offline",
                "--quiet",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + property("docket.mutations.repository"),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dsurefire.skipAfterFailureCount=1",
                "--projects",
                "server",
                "--also-make"));
        if (tests.isEmpty()) {
            command.add("compile");
        } else {
            command.addAll(List.of("-Dtest=" + String.join(",", tests), "test"));
        }
        boolean hasAnotherContract = originals.containsKey(path("swagger.yaml"));
        if (!isStale && !hasAnotherContract) {
            // Compiles what was changed, and not the whole module.
            command.add("-Dmaven.compiler.useIncrementalCompilation=false");
        }
        isStale = hasAnotherContract;
        Path log = root.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // It runs for seconds: not worth the time that it takes to optimise it.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        builder.environment().remove("MAVEN_BASEDIR");
        long start = System.nanoTime();
        Process maven = builder.start();
        try {
            int status = maven.waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            String printed = Files.readString(log);
            return new Build(status == 0 ? "" : failure(printed), seconds, printed);
        } finally {
            maven.descendants().forEach(ProcessHandle::destroy);
            maven.destroy();
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), "run this by mvn -Pmutations verify");
    }

    /** Whether a test class has run in the last build. */
    boolean hasRun(String test) {
        return Stream.of("server", "persistence")
                .map(module -> path(module).resolve("target/surefire-reports"))
                .filter(Files::exists)
                .flatMap(Checkout::walk)
                .anyMatch(report -> report.getFileName().toString().matches("TEST-.*\\." + test + "(\\$.*)?\\.xml"));
    }

    /** @throws IllegalStateException if the log names no failed check */
    private static String failure(String log) {
        Matcher compiler = COMPILER.matcher(log);
        if (log.contains("COMPILATION ERROR") && compiler.find()) {
            return "the compiler: `%s`: %s"
                    .formatted(compiler.group(1), compiler.group(2).replace("|", "\\|"));
        }
        if (GENERATOR.matcher(log).find()) {
            return "the generator";
        }
        Matcher test = TEST.matcher(log);
        if (!log.contains("MigrationException") && test.find()) {
            return "`" + test.group(1).replace(".initializationError", "") + "`";
        }
        throw new IllegalStateException("the build failed for another reason than a check:\n" + log);
    }
}
