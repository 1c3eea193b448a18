package dev.docket.docs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses each file beside itself, as well as gzip can, so that the server need not. */
public final class Gzip {

    private static final String SUFFIX = ".gz";

    private Gzip() {}

    /** @param folders with their subfolders */
    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                List<Path> plain = files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(SUFFIX))
                        .toList();
                for (Path file : plain) {
                    compress(file);
                }
            }
        }
    }

    private static void compress(Path file) throws IOException {
        try (OutputStream compressed = new Best(Files.newOutputStream(Path.of(file + SUFFIX)))) {
            Files.copy(file, compressed);
        }
    }

    private static final class Best extends GZIPOutputStream {

        Best(OutputStream target) throws IOException {
            super(target);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
