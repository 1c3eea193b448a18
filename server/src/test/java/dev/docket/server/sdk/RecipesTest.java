package dev.docket.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The programs of {@code api/RECIPES.md}, with the clients that {@code mvn -Precipes verify} generates, against a real
 * server. A language whose compiler is missing here is skipped: the report says so.
 */
@Tag("recipes")
class RecipesTest {

    private static final Path API = Folders.module().resolve("../api").normalize();

    private static RunningServer server;
    private static Map<String, String> environment;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        String token = server.tokens
                .create("recipes", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        environment = Map.of("DOCKET_URL", server.uri().toString(), "DOCKET_TOKEN", token);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void python() throws IOException {
        Path client = generated("python");
        String python = Programs.require(List.of("python3")).toString();
        Path program = Files.writeString(client.resolve("recipe.py"), program("python"));
        assertCreatesATicket(client, python, program.toString());
    }

    @Test
    void go() throws IOException {
        Path client = generated("go");
        String go = Programs.require("go").toString();
        Path folder = Files.createDirectories(client.resolve("cmd/recipe"));
        Files.writeString(folder.resolve("main.go"), program("go"));
        Programs.run(client, Map.of(), List.of(go, "build", "./..."));
        assertCreatesATicket(client, go, "run", "./cmd/recipe");
    }

    @Test
    void ruby() throws IOException {
        Path client = generated("ruby");
        String ruby = Programs.require("ruby").toString();
        Path program = Files.writeString(client.resolve("recipe.rb"), program("ruby"));
        assertCreatesATicket(client, ruby, "-Ilib", program.toString());
    }

    @Test
    void php() throws IOException {
        Path client = generated("php");
        String php = Programs.require("php").toString();
        // As Composer's autoloader: the client's own classes, and those of Guzzle as Debian installs them.
        Files.writeString(client.resolve("autoload.php"), """
                <?php
                require 'GuzzleHttp/autoload.php';
                spl_autoload_register(function ($name) {
                    $file = __DIR__ . '/lib/' . strtr(substr($name, strlen('Docket\\\\Client\\\\')), '\\\\', '/') . '.php';
                    if (is_file($file)) require $file;
                });
                """);
        Path program = Files.writeString(client.resolve("recipe.php"), program("php"));
        assertCreatesATicket(client, php, program.toString());
    }

    /** Maven compiles it, since the Kotlin of Debian is too old for the generated code. */
    @Test
    void kotlin() throws IOException {
        Path client = generated("kotlin");
        Files.writeString(client.resolve("src/main/kotlin/Recipe.kt"), program("kotlin"));
        Files.copy(
                Folders.module().resolve("src/test/resources/recipes/kotlin-pom.xml"),
                client.resolve("pom.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        String mvn = Programs.require("mvn").toString();
        assertCreatesATicket(client, mvn, "-q", "-B", "compile", "exec:java", "-Dexec.mainClass=RecipeKt");
    }

    @Test
    void csharp() throws IOException {
        Path client = generated("csharp");
        String dotnet = Programs.require("dotnet").toString();
        Path project = Files.createDirectories(client.resolve("recipe"));
        Files.writeString(project.resolve("Program.cs"), program("csharp"));
        Programs.run(project, Map.of(), List.of(dotnet, "new", "console", "--force"));
        Programs.run(project, Map.of(), List.of(dotnet, "add", "reference", "../src/Docket.Client"));
        assertCreatesATicket(project, dotnet, "run");
    }

    private static Path generated(String language) {
        Path client = API.resolve("target/recipes").resolve(language);
        assumeTrue(Files.isDirectory(client), "generate it: mvn -Precipes verify");
        return client;
    }

    private static String program(String language) throws IOException {
        Matcher block = Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(API.resolve("RECIPES.md")));
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private static void assertCreatesATicket(Path folder, String... command) {
        assertThat(Programs.run(folder, environment, List.of(command))).contains("TKT-");
    }
}
