package dev.docket.persistence.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** A kind of machine that the embedded PostgreSQL runs on. */
enum Platform {
    LINUX_AMD64("Linux", "amd64|x86_64", "lib64/ld-linux-x86-64.so.2", "postgres-linux-x86_64.txz"),
    LINUX_ARM64("Linux", "aarch64|arm64", "lib/ld-linux-aarch64.so.1", "postgres-linux-arm_64.txz"),
    /** On both processors: the programs are universal binaries. */
    MACOS("Mac.*", ".*", "", "postgres-darwin-arm_64.txz");

    /** What to do without it. */
    static final String OWN_POSTGRES = "your own PostgreSQL, with --database-url (DOCKET_DATABASE_URL)";

    /** Alpine has another C library, also if a package provides the loader of glibc. */
    private static final String ALPINE = "etc/alpine-release";

    private final String system;
    private final String processor;
    private final String loader;
    private final String archive;

    /** @param loader the program that starts those of the archive: Linux without glibc does not have it */
    Platform(String system, String processor, String loader, String archive) {
        this.system = system;
        this.processor = processor;
        this.loader = loader;
        this.archive = archive;
    }

    /** @throws EmbeddedDatabaseException if the embedded PostgreSQL does not run on this machine */
    static Platform ofThisMachine() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/"));
    }

    /** @param root of the file system */
    static Platform of(String system, String processor, Path root) {
        return Stream.of(values())
                .filter(platform -> platform.includes(system, processor, root))
                .findFirst()
                .orElseThrow(() -> new EmbeddedDatabaseException(
                        "The embedded PostgreSQL does not run on this machine (" + system + ", " + processor
                                + "), only on Linux with glibc (amd64, arm64) and on macOS: use " + OWN_POSTGRES
                                + "."));
    }

    private boolean includes(String otherSystem, String otherProcessor, Path root) {
        return otherSystem.matches(system)
                && otherProcessor.matches(processor)
                && Files.exists(root.resolve(loader))
                && Files.notExists(root.resolve(ALPINE));
    }

    /** The name of its file on the class path. */
    String archive() {
        return archive;
    }

    /** As in the names of the jars: {@code linux-amd64}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
