package dev.docket.server.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.docs.Build;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code packaging/release/release} in a clone, where building twice is replaced by a program that does nothing. */
class ReleaseScriptTest {

    private static final Path ROOT = Folders.module().getParent();
    private static final String SCRIPT = "server/packaging/release/release";
    private static final String REPRODUCE = "server/packaging/release/reproduce";
    private static final String CHANGELOG = "server/docs/guides/5-releases/1-changelog.md";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_AUTHOR_NAME", "Test",
            "GIT_AUTHOR_EMAIL", "test@example.com",
            "GIT_COMMITTER_NAME", "Test",
            "GIT_COMMITTER_EMAIL", "test@example.com",
            "TESTED", "1");

    @TempDir
    private Path folder;

    private Path clone;
    private List<String> filesWithAVersion = List.of();

    @BeforeEach
    void copyTheCheckout() throws IOException {
        Programs.require("git");
        clone = folder.resolve("clone");
        git(folder, "clone", "-q", "--shared", ROOT.toString(), clone.toString());
        Files.copy(ROOT.resolve(SCRIPT), clone.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        replaceBuild("exit 0");
        filesWithAVersion = filesThatName(Build.version());
        assertThat(filesWithAVersion).hasSizeGreaterThan(8);
    }

    @Test
    void setsTheVersionEverywhereAndFixesMigrationsAndContract() throws IOException, InterruptedException {
        assertThat(release("7.0.0", "7.1.0-SNAPSHOT")).isZero();

        git(clone, "checkout", "-q", "v7.0.0");
        assertThat(filesThatName("7.0.0")).isEqualTo(filesWithAVersion);
        assertThat(clone.resolve("swagger.yaml")).content().contains("\n  version: 7.0.0\n");
        assertThat(clone.resolve("api/released/swagger.yaml")).hasSameTextualContentAs(clone.resolve("swagger.yaml"));
        assertThat(clone.resolve(CHANGELOG)).content().containsPattern("\n## 7\\.0\\.0, \\d{4}-\\d\\d-\\d\\d\n");
        Path migrations = clone.resolve("persistence/src/main/resources/dev/docket/persistence/migrations");
        Programs.run(
                migrations,
                Map.of(),
                List.of(
                        "sha256sum",
                        "--check",
                        "--quiet",
                        clone.resolve("persistence/released/migrations.sha256").toString()));
        assertThat(Files.readAllLines(clone.resolve("persistence/released/migrations.sha256")))
                .hasSameSizeAs(migrations.toFile().list());
    }

    @Test
    void beginsTheNextVersion() throws IOException, InterruptedException {
        assertThat(release("7.0.0", "7.1.0-SNAPSHOT")).isZero();

        assertThat(git(clone, "log", "-2", "--format=%s").lines())
                .containsExactly("Begin 7.1.0-SNAPSHOT", "Release 7.0.0");
        assertThat(filesThatName("7.1.0-SNAPSHOT")).isEqualTo(filesWithAVersion);
        assertThat(clone.resolve("swagger.yaml")).content().contains("\n  version: 7.1.0\n");
        assertThat(clone.resolve(CHANGELOG)).content().contains("\n## Unreleased\n\nNothing yet.\n\n## 7.0.0, ");
        assertThat(git(clone, "status", "--porcelain")).isEmpty();
    }

    @Test
    void leavesTheBranchAsItWasIfTheBuildsDiffer() throws IOException, InterruptedException {
        replaceBuild("exit 1");
        String before = git(clone, "rev-parse", "HEAD");

        assertThat(release("7.0.0", "7.1.0-SNAPSHOT")).isNotZero();

        assertThat(git(clone, "rev-parse", "HEAD")).isEqualTo(before);
        assertThat(git(clone, "tag", "--list", "v7.0.0")).isEmpty();
        assertThat(git(clone, "status", "--porcelain")).isEmpty();
    }

    @Test
    void refusesWhatItCannotRelease() throws IOException, InterruptedException {
        assertThat(release("7.0", "7.1.0-SNAPSHOT")).isNotZero();
        assertThat(release("7.0.0-SNAPSHOT", "7.1.0-SNAPSHOT")).isNotZero();
        assertThat(release("7.0.0", "7.1.0")).isNotZero();
        git(clone, "tag", "v7.0.0");
        assertThat(release("7.0.0", "7.1.0-SNAPSHOT")).isNotZero();
        Files.writeString(clone.resolve("LICENSE"), "changed");
        assertThat(release("8.0.0", "8.1.0-SNAPSHOT")).isNotZero();
    }

    private void replaceBuild(String command) throws IOException {
        Files.writeString(clone.resolve(REPRODUCE), "#!/bin/sh\n" + command + "\n");
        git(clone, "commit", "-qam", "Replace the build: " + command);
    }

    private List<String> filesThatName(String version) {
        return git(clone, "grep", "-l", "<version>" + version + "</version>", "--", "*pom.xml", "*.md")
                .lines()
                .toList();
    }

    private int release(String version, String next) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(clone.resolve(SCRIPT).toString(), version, next).redirectErrorStream(true);
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        System.out.println(new String(process.getInputStream().readAllBytes(), UTF_8));
        return process.waitFor();
    }

    private static String git(Path folder, String... arguments) {
        return Programs.run(
                folder,
                ENVIRONMENT,
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
    }
}
