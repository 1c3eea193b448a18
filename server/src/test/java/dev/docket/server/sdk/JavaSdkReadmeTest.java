package dev.docket.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.sdk.Docket;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each block of Java in the README of the SDK compiles and runs against a server. */
class JavaSdkReadmeTest {

    private static final Path README = Path.of("..", "api", "sdk-java", "README.md");
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** What a reader imports or has: the IDE adds the first, and the text around the blocks tells the second. */
    private static final String PROGRAM = """
            import dev.docket.sdk.*;
            import dev.docket.sdk.model.*;
            import java.io.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.stream.*;

            public class %s {
                public static void run(String url, String token, Path folder, Docket known) throws Exception {
                    %s
                    %s
                }
            }
            """;

    private static RunningServer server;
    private static String token;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        token = server.tokens
                .create("readme", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> runs(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("receipt.txt"), "42.00 USD");
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(README));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        assertThat(blocks).hasSizeGreaterThan(7);
        Docket docket = Docket.builder(server.uri().toString())
                .token(token)
                .account(DemoData.ACCOUNT)
                .build();
        return blocks.stream()
                .map(code -> DynamicTest.dynamicTest(
                        code.lines().findFirst().orElseThrow(),
                        () -> run("Block" + blocks.indexOf(code), code, folder, docket)));
    }

    private static void run(String name, String code, Path folder, Docket docket) throws Exception {
        String own = code.contains("Docket docket =") ? "" : "Docket docket = known;";
        String runnable =
                code.replace("\"https://docket.example.com\"", "url").replace("Path.of(\"", "folder.resolve(\"");
        Path source = Files.writeString(folder.resolve(name + ".java"), PROGRAM.formatted(name, own, runnable));
        compile(source);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Method main = loader.loadClass(name).getMethod("run", String.class, String.class, Path.class, Docket.class);
            main.invoke(null, server.uri().toString(), token, folder, docket);
        }
    }

    private static void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-Xlint:all,-path,-classfile", "-Werror"),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled)
                    .as("%s%n%s", messages, Files.readString(source))
                    .isTrue();
        }
    }
}
