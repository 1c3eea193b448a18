package dev.docket.server.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system that can be full without harm to others. Only root can mount one: for other users the test is skipped.
 */
final class SmallDisk implements AutoCloseable {

    private static final byte[] BLOCK = new byte[4096];

    private final Path mounted;

    private SmallDisk(Path mounted) {
        this.mounted = mounted;
    }

    static SmallDisk mount(int mebibytes) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "faults-disk-");
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        if (!isMounted) {
            Files.delete(folder);
        }
        assumeTrue(isMounted, "this user cannot mount file systems");
        return new SmallDisk(folder);
    }

    /** A folder for the files of a program that must own it. */
    Path folder() {
        return mounted;
    }

    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(BLOCK);
            }
        } catch (IOException full) {
            if (mounted.toFile().getUsableSpace() >= BLOCK.length) {
                throw full;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return mounted.resolve("filler");
    }

    private static boolean run(String... command) throws IOException {
        return new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0;
    }

    @Override
    public void close() throws IOException {
        // Detached at once, and unmounted when the last process using it has ended.
        if (run("umount", "-l", mounted.toString())) {
            Files.delete(mounted);
        }
    }
}
