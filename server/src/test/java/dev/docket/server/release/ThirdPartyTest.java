package dev.docket.server.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.release.ThirdParty.Report;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build ships of others, and under which licenses. */
class ThirdPartyTest {

    private static final Path LICENSES = Folders.module().resolve("packaging/licenses");

    /** A local repository of Maven. */
    @TempDir
    private Path repository;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Apache-2.0",
                "Apache License, Version 2.0",
                "The Apache Software License, Version 2.0",
                "Apache License, 2.0",
                "MIT",
                "The MIT License",
                "BSD-2-Clause",
                "Modified BSD</name></license><license><name>EPL 2.0",
                "Eclipse Public License v. 2.0",
                "EDL 1.0",
                "GPL2 w/ CPE</name></license><license><name>EPL-2.0"
            })
    void mayHaveALicenseThatIsAllowed(String name) throws IOException {
        assertThat(report(jar("works", license(name), Map.of())).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GNU General Public License, version 3",
                "AGPL-3.0",
                "GNU Lesser General Public License v2.1",
                "Server Side Public License",
                "Business Source License 1.1",
                "Elastic License 2.0",
                "Commons Clause + Apache-2.0",
                "Apache License 1.1",
                "Proprietary",
                ""
            })
    void mustNotHaveAnother(String name) throws IOException {
        assertThat(report(jar("fails", license(name), Map.of())).problems())
                .singleElement()
                .asString()
                .startsWith("org.example:fails 1.0 has the license [" + name + "], which is not on the list");
    }

    @Test
    void mustHaveALicense() throws IOException {
        assertThat(report(jar("fails", "", Map.of())).problems())
                .singleElement()
                .asString()
                .startsWith("org.example:fails 1.0 has the license [], which is not");
    }

    @Test
    void haveTheLicenseOfTheirParent() throws IOException {
        jar("parent", license("MIT"), Map.of());

        assertThat(report(jar("child", """
                <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0</version></parent>
                """, Map.of())).text()).contains("\n- org.example:child 1.0 (MIT)\n");
    }

    @Test
    void areListedWithTheTextsOfTheirJarAndElseOfTheirLicense() throws IOException {
        Path first = jar(
                "first",
                license("MIT"),
                Map.of(
                        "META-INF/NOTICE.md",
                        "A notice",
                        "LICENSE",
                        "A license",
                        "NoticeBoard.class",
                        "bytes-of-a-class"));
        Path second = jar("second", license("MIT"), Map.of("LICENSE.txt", "A license\r\n"));
        Path third = jar("third", license("Apache-2.0"), Map.of());

        String text = ThirdParty.of(List.of(first, second, third), LICENSES).text();

        assertThat(text)
                .contains("- org.example:first 1.0 (MIT)", "\n\nA notice\n", "Apache License")
                .containsOnlyOnce("\n\nA license\n")
                .contains("\norg.example:first 1.0\norg.example:second 1.0\n=")
                .doesNotContain("bytes-of-a-class");
    }

    /** With each jar: another platform's jar has other libraries, and the text is the same. */
    @Test
    void includeWhatBelongsToPostgres() throws IOException {
        assertThat(report(jar("any", license("MIT"), Map.of())).text())
                .contains(
                        "- PostgreSQL 18",
                        "- OpenSSL",
                        "- ICU",
                        "- zlib",
                        "The Regents of the University of California");
    }

    private Report report(Path jar) throws IOException {
        return ThirdParty.of(List.of(jar), LICENSES);
    }

    private static String license(String name) {
        return "<licenses><license><name>" + name + "</name></license></licenses>";
    }

    private Path jar(String artifact, String elements, Map<String, String> entries) throws IOException {
        Path folder = Files.createDirectories(repository.resolve("org/example/" + artifact + "/1.0"));
        Files.writeString(folder.resolve(artifact + "-1.0.pom"), """
                <project>
                  <groupId>org.example</groupId><artifactId>%s</artifactId><version>1.0</version>
                  %s
                </project>
                """.formatted(artifact, elements));
        Path jar = folder.resolve(artifact + "-1.0.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(UTF_8));
            }
        }
        return jar;
    }
}
