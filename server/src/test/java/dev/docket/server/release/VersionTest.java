package dev.docket.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.docs.Build;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every text that names the version names the one of the poms. */
class VersionTest {

    private static final Path ROOT = Folders.module().getParent();

    private static final String VERSION = Build.version();

    /** Of the release that is prepared. */
    private static final String RELEASE = VERSION.replace("-SNAPSHOT", "");

    /** A dependency on an artifact of Docket, or the name of one of its files. */
    private static final Pattern NAMED =
            Pattern.compile("<artifactId>docket-[\\w-]+</artifactId>\\s*<version>([^<]+)</version>"
                    + "|docket[\\w-]*[-:@](\\d+\\.\\d+\\.\\d+(?:-SNAPSHOT)?)");

    @Test
    void isThatOfTheContract() {
        assertThat(Contract.DOCKET.root().at("/info/version").asText()).isEqualTo(RELEASE);
    }

    @Test
    void isThatOfTheExamplesInTheReadmes() throws IOException {
        assertThat(List.of("api/sdk-java/README.md", "api/contract-test/README.md"))
                .allSatisfy(file ->
                        assertThat(versions(ROOT.resolve(file))).as(file).containsOnly(VERSION));
    }

    @Test
    void isThatOfEveryPageThatNamesOne() throws IOException {
        assertThat(Folders.written())
                .filteredOn(file -> file.toString().endsWith(".md"))
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        file -> assertThat(versions(file)).as(file.toString()).isSubsetOf(VERSION, RELEASE));
    }

    @Test
    void isOfAFormThatSortsByRelease() {
        assertThat(VERSION).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    private static List<String> versions(Path file) throws IOException {
        return NAMED.matcher(Files.readString(file))
                .results()
                .map(VersionTest::version)
                .toList();
    }

    private static String version(MatchResult named) {
        return named.group(1) == null ? named.group(2) : named.group(1);
    }
}
