package dev.docket.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.docket.persistence.testing.Wait;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine that a test runs beside the server. */
public final class Programs {

    /** Some programs load files from the network. */
    private static final Duration LIMIT = Wait.PATIENCE.multipliedBy(3);

    private Programs() {}

    /**
     * A program on the path. If it is missing, the test is skipped on a developer's machine and fails where CI is
     * {@code true}, because there it would go unnoticed that it never ran.
     */
    public static Path require(String name) {
        return require(List.of(name));
    }

    /**
     * The first of {@code names} that is on the path, for a program with several names; like {@link #require(String)}.
     */
    public static Path require(List<String> names) {
        return names.stream()
                .map(Programs::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> missing("this test needs the program " + String.join(" or ", names)));
    }

    /** A program on the path. */
    public static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path missing(String message) {
        return "true".equals(System.getenv("CI")) ? fail(message + ", and CI must run it") : abort(message);
    }

    /** What a program that succeeded wrote to its standard output. */
    public static String run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("docket-test-", ".out");
            Path err = Files.createTempFile("docket-test-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String output = Files.readString(out);
            String errors = Files.readString(err);
            Files.delete(out);
            Files.delete(err);
            assertThat(ended)
                    .as(() -> "%s did not end within %s\n%s%s".formatted(command, LIMIT, output, errors))
                    .isTrue();
            assertThat(process.exitValue())
                    .as(() -> "%s\n%s%s".formatted(command, output, errors))
                    .isZero();
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
