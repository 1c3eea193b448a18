package dev.docket.server.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.cli.Docket;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every option and command of the program that the files name exists, and no file holds a secret. */
class PackagedOptionsTest {

    private static final Path PACKAGING = Folders.module().resolve("packaging");

    private static final Pattern VARIABLE = Pattern.compile("\\bDOCKET_[A-Z0-9_]+\\b");

    /** In texts; the options of other programs are in commands. */
    private static final Pattern OPTION = Pattern.compile("\\((--[a-z0-9-]+)\\)|`(--[a-z0-9-]+)`");

    private static final Pattern SECRET =
            Pattern.compile("\\b[A-Z0-9_]*(?:PASSWORD|SECRET_KEY|TOKEN)\\b[\"']?(?:=|\\s*: )");

    private static final Set<String> VARIABLES = options()
            .map(option -> "DOCKET_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT))
            .flatMap(variable -> Stream.of(variable, variable + "_FILE"))
            .collect(Collectors.toSet());

    private static Stream<String> options() {
        CommandLine docket = new CommandLine(new Docket());
        return Stream.concat(Stream.of(docket), docket.getSubcommands().values().stream())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(CommandLine.Model.OptionSpec::longestName);
    }

    static Stream<Path> files() throws IOException {
        List<Path> files;
        try (Stream<Path> parts = Files.walk(PACKAGING)) {
            files = parts.filter(Files::isRegularFile)
                    .filter(file -> !PACKAGING.relativize(file).startsWith("nodes"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(15);
        return files.stream();
    }

    private static List<String> unknown(String text) {
        return Stream.concat(
                        VARIABLE.matcher(text)
                                .results()
                                .map(found -> found.group())
                                .filter(name -> !VARIABLES.contains(name) && !name.equals("DOCKET_LOG_LEVEL")),
                        OPTION.matcher(text)
                                .results()
                                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                                .filter(name -> options().noneMatch(name::equals)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void nameOptionsThatExist(Path file) throws IOException {
        assertThat(unknown(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void takeSecretsFromFilesOnly(Path file) throws IOException {
        assertThat(Files.readString(file)
                        .lines()
                        .filter(line -> SECRET.matcher(line).find()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DOCKET_DATABASE_PASWORD_FILE: /run/secrets/app-password",
                "Environment=DOCKET_DATABASE_URI=jdbc:postgresql://127.0.0.1/docket",
                "raise it (--connections-per-adress)",
                "raise `--pool-size`"
            })
    void aNameThatDoesNotExistIsFound(String line) {
        assertThat(unknown(line)).hasSize(1);
    }

    @Test
    void aSecretIsFound() {
        assertThat(Stream.of("POSTGRES_PASSWORD: docket", "DOCKET_DATABASE_PASSWORD=docket", "DOCKET_DEMO_TOKEN: x"))
                .allMatch(line -> SECRET.matcher(line).find());
    }
}
