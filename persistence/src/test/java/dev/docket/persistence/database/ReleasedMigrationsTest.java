package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration that was released has run on databases of others: it never changes again, and each new one runs after it.
 * The release writes {@code released/migrations.sha256}, which is empty before the first.
 */
class ReleasedMigrationsTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/dev/docket/persistence/migrations");

    private static final Path RELEASED = Path.of("released/migrations.sha256");

    private static final Pattern NAME = Pattern.compile("V(\\d+)__\\w+\\.sql");

    @Test
    void areAsTheyWereReleased() throws IOException {
        assertThat(MIGRATIONS).isNotEmptyDirectory();
        assertThat(problems(MIGRATIONS, released(Files.readString(RELEASED)))).isEmpty();
    }

    /** What this test finds. */
    @Nested
    class Finds {

        @TempDir
        private Path migrations;

        private Map<String, String> released;

        @BeforeEach
        void release() throws IOException {
            for (String name : List.of("V1__accounts.sql", "V2__tickets.sql", "V10__quotas.sql")) {
                Files.writeString(migrations.resolve(name), "-- " + name);
            }
            released = released(sha256sum(migrations));
            assertThat(problems(migrations, released)).isEmpty();
        }

        @Test
        void aChange() throws IOException {
            Files.writeString(migrations.resolve("V2__tickets.sql"), "-- V2__tickets.sql ");

            assertThat(problems(migrations, released))
                    .containsExactly(
                            "V2__tickets.sql was released: restore it, and put the change into a new migration");
        }

        @Test
        void aRemovedMigration() throws IOException {
            Files.delete(migrations.resolve("V1__accounts.sql"));

            assertThat(problems(migrations, released))
                    .containsExactly(
                            "V1__accounts.sql was released: restore it, and put the change into a new migration");
        }

        @Test
        void aNewMigrationThatWouldRunBeforeAReleasedOne() throws IOException {
            Files.writeString(migrations.resolve("V9__search.sql"), "-- between");

            assertThat(problems(migrations, released))
                    .containsExactly("V9__search.sql is new, so its number must be greater than 10");
        }

        @Test
        void nothingInANewMigrationAfterThem() throws IOException {
            Files.writeString(migrations.resolve("V11__search.sql"), "-- after");

            assertThat(problems(migrations, released)).isEmpty();
        }
    }

    private static List<String> problems(Path migrations, Map<String, String> released) throws IOException {
        Map<String, String> present = released(sha256sum(migrations));
        int last = released.keySet().stream()
                .mapToInt(ReleasedMigrationsTest::number)
                .max()
                .orElse(0);
        List<String> problems = new ArrayList<>();
        released.forEach((name, checksum) -> {
            if (!checksum.equals(present.get(name))) {
                problems.add(name + " was released: restore it, and put the change into a new migration");
            }
        });
        present.keySet().stream()
                .filter(name -> !released.containsKey(name) && number(name) <= last)
                .forEach(name -> problems.add(name + " is new, so its number must be greater than " + last));
        return problems;
    }

    private static int number(String name) {
        Matcher matcher = NAME.matcher(name);
        assertThat(matcher.matches()).as("%s is named like a migration", name).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    /** The checksum of each file, from lines as sha256sum prints them. */
    private static Map<String, String> released(String lines) {
        Map<String, String> checksums = new TreeMap<>();
        lines.lines().map(line -> line.split(" {2}")).forEach(line -> checksums.put(line[1], line[0]));
        return checksums;
    }

    private static String sha256sum(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> lines.append("%s  %s%n".formatted(sha256(file), file.getFileName())));
        }
        return lines.toString();
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
