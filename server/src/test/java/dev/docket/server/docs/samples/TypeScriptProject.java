package dev.docket.server.docs.samples;

import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All samples in TypeScript in a project of their own, which has the SDK as a package; compiled once. */
final class TypeScriptProject {

    private static final Path PROJECT = Folders.module().resolve("target/docs-samples-typescript");

    private static final String PACKAGE = """
            {"name": "samples", "private": true, "type": "module", "devDependencies": {"@types/node": "20.19.43"}}
            """;

    private static final String OPTIONS = """
            {"compilerOptions": {"target": "es2022", "lib": ["es2022", "dom", "dom.iterable"], "module": "nodenext",
              "types": ["node"], "strict": true, "rootDir": "src", "outDir": "dist"}, "include": ["src"]}
            """;

    private static final Path DIST = compile();

    private TypeScriptProject() {}

    /** The compiled program of a sample. */
    static String program(String sample) {
        return DIST.resolve(sample + ".js").toString();
    }

    private static Path compile() {
        Programs.require("node");
        Programs.require("npm");
        try {
            Folders.delete(PROJECT);
            Path sdk = Folders.copyPackage(
                    Folders.module().resolve("../api/sdk-typescript/target/docket-sdk"), PROJECT.resolve("sdk"));
            run(sdk, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
            run(sdk, "npm", "run", "build");
            Files.writeString(PROJECT.resolve("package.json"), PACKAGE);
            Files.writeString(PROJECT.resolve("tsconfig.json"), OPTIONS);
            run(PROJECT, "npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefer-offline", "./sdk");
            copySamples();
            run(PROJECT, sdk.resolve("node_modules/.bin/tsc").toString());
            return PROJECT.resolve("dist");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copySamples() throws IOException {
        Files.createDirectories(PROJECT.resolve("src"));
        try (Stream<Path> files = Files.walk(Folders.module().resolve("docs/samples"))) {
            for (Path file : files.filter(each -> each.endsWith("sample.ts")).toList()) {
                Files.copy(file, PROJECT.resolve("src").resolve(file.getParent().getFileName() + ".ts"));
            }
        }
    }

    private static void run(Path folder, String... command) {
        Programs.run(folder, Map.of(), List.of(command));
    }
}
