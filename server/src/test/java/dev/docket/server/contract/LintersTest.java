package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Other tools of the field find nothing wrong with {@code swagger.yaml}, and with the collection made from it. Their
 * rules are in {@code src/test/lint}.
 */
class LintersTest {

    private static final Path CONTRACT = Folders.module().resolve("../swagger.yaml");

    /** Stays between builds, so that packages are installed once. */
    private static final Path FOLDER = Folders.module().resolve("target/lint");

    @BeforeAll
    static void install() throws IOException {
        Programs.require("node");
        Programs.require("npm");
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(Folders.module().resolve("src/test/lint"))) {
            for (Path file : files.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    }

    @Test
    void redoclyFindsNothing() {
        redocly(CONTRACT);
    }

    @Test
    void spectralFindsNothing() {
        spectral(CONTRACT);
    }

    @Test
    void theCollectionHasTheFormatOfPostman() {
        postman(Folders.module()
                .resolve("docs/target/classes/dev/docket/docs/contract/docket.postman_collection.json"));
    }

    /** The control. */
    @Test
    void findWhatIsBroken() {
        Path contract = FOLDER.resolve("broken.yaml");
        Path collection = FOLDER.resolve("broken.postman_collection.json");

        assertThatThrownBy(() -> redocly(contract)).hasMessageContaining("nullable-type-sibling");
        assertThatThrownBy(() -> spectral(contract)).hasMessageContaining("oas3-valid-media-example");
        assertThatThrownBy(() -> postman(collection)).hasMessageContaining("/item/0/request/url");
    }

    private static void redocly(Path contract) {
        run(installed("redocly"), "lint", "--config", "redocly.yaml", contract.toString());
    }

    private static void spectral(Path contract) {
        run(installed("spectral"), "lint", "-r", "spectral.yaml", "--fail-severity=warn", contract.toString());
    }

    private static void postman(Path collection) {
        run("node", "postman.js", collection.toString());
    }

    private static String installed(String program) {
        return FOLDER.resolve("node_modules/.bin").resolve(program).toString();
    }

    private static void run(String... command) {
        Programs.run(FOLDER, Map.of("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"), List.of(command));
    }
}
