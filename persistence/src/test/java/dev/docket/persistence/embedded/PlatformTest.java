package dev.docket.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   lib64/ld-linux-x86-64.so.2,                         LINUX_AMD64",
        "Linux,    x86_64,  lib64/ld-linux-x86-64.so.2,                         LINUX_AMD64",
        // As with the package musl on Debian.
        "Linux,    amd64,   lib64/ld-linux-x86-64.so.2 lib/ld-musl-x86_64.so.1, LINUX_AMD64",
        "Linux,    aarch64, lib/ld-linux-aarch64.so.1,                          LINUX_ARM64",
        "Mac OS X, aarch64, ,                                                   MACOS",
        "Mac OS X, x86_64,  ,                                                   MACOS",
    })
    void runsPostgres(String system, String processor, String files, Platform platform) throws IOException {
        create(files);

        assertThat(Platform.of(system, processor, root)).isEqualTo(platform);
    }

    @ParameterizedTest
    @CsvSource({
        "Windows 11,          amd64,   ",
        "Windows Server 2022, amd64,   ",
        "Windows 11,          aarch64, ",
        "FreeBSD,             amd64,   lib64/ld-linux-x86-64.so.2",
        "SunOS,               amd64,   ",
        "AIX,                 ppc64,   ",
        "Linux,               s390x,   lib/ld64.so.1",
        "Linux,               ppc64le, lib64/ld64.so.2",
        "Linux,               riscv64, lib/ld-linux-riscv64-lp64d.so.1",
        "Linux,               arm,     lib/ld-linux-armhf.so.3",
        "Linux,               i386,    lib/ld-linux.so.2",
        // musl, and a system without the loader in its usual place, such as NixOS.
        "Linux,               amd64,   lib/ld-musl-x86_64.so.1",
        "Linux,               aarch64, lib/ld-musl-aarch64.so.1",
        "Linux,               amd64,   nix/store/glibc",
        // Alpine, alone and with gcompat.
        "Linux,               amd64,   etc/alpine-release lib/ld-musl-x86_64.so.1",
        "Linux,               amd64,   etc/alpine-release lib64/ld-linux-x86-64.so.2",
        "Linux,               aarch64, etc/alpine-release lib/ld-linux-aarch64.so.1",
    })
    void doesNotRunPostgres(String system, String processor, String files) throws IOException {
        create(files);

        assertThatThrownBy(() -> Platform.of(system, processor, root))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessage("The embedded PostgreSQL does not run on this machine (" + system + ", " + processor
                        + "), only on Linux with glibc (amd64, arm64) and on macOS: use your own PostgreSQL, with"
                        + " --database-url (DOCKET_DATABASE_URL).");
    }

    @Test
    void hasAnArchiveInTheBuildForThisMachine() {
        assertThat(PostgresArchive.ofThisMachine().url().toString())
                .endsWith("/" + Platform.ofThisMachine().archive());
    }

    private void create(String files) throws IOException {
        for (String file : files == null ? new String[0] : files.split(" ")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
    }
}
