package dev.docket.server.packaging;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the YAML of {@code server/packaging}. */
final class Yaml {

    static final Path PACKAGING = Folders.module().resolve("packaging");

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Yaml() {}

    static JsonNode read(String file) throws IOException {
        return MAPPER.readTree(PACKAGING.resolve(file).toFile());
    }
}
