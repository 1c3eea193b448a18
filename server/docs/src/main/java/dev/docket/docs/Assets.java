package dev.docket.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the pages load: their style and scripts, and those of Swagger UI. The pages name them by their version, which
 * changes with any of them, so that browsers may keep them for ever.
 */
final class Assets {

    private static final int VERSION_BYTES = 6;
    private static final List<String> OWN = List.of("site.css", "site.js", "try.js");
    private static final List<String> OF_SWAGGER_UI =
            List.of("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png");

    private final Path target;

    Assets(Path target) {
        this.target = target;
    }

    /**
     * Writes the files, and their version to a file of that name.
     *
     * @return the version
     */
    String write() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        OWN.forEach(name -> files.put(name, read("/dev/docket/docs/assets/" + name)));
        String swaggerUi = "/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
        OF_SWAGGER_UI.forEach(name -> files.put(name, read(swaggerUi + name)));
        MessageDigest digest = sha256();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update(file.getValue());
            Files.write(target.resolve(file.getKey()), file.getValue());
        }
        String version = HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        Files.writeString(target.resolve("version"), version);
        return version;
    }

    /** The webjar names a folder by the version of Swagger UI. */
    private static String swaggerUiVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream =
                Assets.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(stream);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String path) {
        try (InputStream stream = Assets.class.getResourceAsStream(path)) {
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
