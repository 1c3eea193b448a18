package dev.docket.server.docs.samples;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.server.cli.Docket;
import dev.docket.server.docs.samples.CodeBlocks.Block;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Issuer;
import dev.docket.server.testing.Programs;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of code of the guides, run in the order of the guide in one shell. A {@code text} after a command has
 * lines that the command prints; a {@code json} after it is what it prints. {@link ProxyGuideTest} runs the
 * configurations of proxies.
 */
class GuidesTest {

    private static final Path DOCS = Folders.module().resolve("docs");
    private static final Path SAMPLES = DOCS.resolve("samples");

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Path> guides() {
        return CodeBlocks.guides(DOCS.resolve("guides")).stream();
    }

    @ParameterizedTest
    @MethodSource("guides")
    void runAsTheyAreWritten(Path guide) throws IOException {
        List<Block> blocks = CodeBlocks.of(guide);
        Programs.require("curl");
        Programs.require("jq");
        Reader reader = new Reader(server, guide.getFileName().toString().replace(".md", ""));
        try (Stream<Path> scripts = Files.walk(SAMPLES)) {
            for (Path script : scripts.filter(file -> file.toString().matches(".*/import-[a-z]+/[a-z]+\\.py"))
                    .toList()) {
                Files.copy(script, reader.folder.resolve(script.getFileName()));
            }
        }
        Files.writeString(reader.folder.resolve("guide.sh"), script(blocks, reader));
        try (OtherSystems systems = new OtherSystems(SAMPLES)) {
            reader.with(variables(systems)).run("bash", "guide.sh");
        }

        for (int at = 1; at < blocks.size(); at++) {
            Block block = blocks.get(at);
            Path printed = printed(reader, at - 1);
            if (block.language().equals("text")) {
                assertThat(printed).content().contains(block.code().strip().split("\n"));
            } else if (block.language().equals("json") && Files.exists(printed)) {
                assertThatJson(Files.readString(printed))
                        .whenIgnoringPaths("requestId")
                        .isEqualTo(block.code());
            }
        }
    }

    private static String script(List<Block> blocks, Reader reader) {
        StringBuilder script = new StringBuilder("""
                set -euo pipefail
                mvn() { [ "$*" = -Prun ]; } # The server of the test runs already.
                java() { [ "$1 $2" = "-jar docket.jar" ]; $TEST_JAVA "${@:3}"; }
                """);
        for (int at = 0; at < blocks.size(); at++) {
            Block block = blocks.get(at);
            if (block.language().equals("sh") || block.language().equals("sample")) {
                script.append("{\n%s} > '%s'\n".formatted(command(block, reader), printed(reader, at)));
            }
        }
        return script.toString();
    }

    private static Path printed(Reader reader, int block) {
        return reader.folder.resolve("printed-" + block + ".txt");
    }

    private static String command(Block block, Reader reader) {
        if (block.language().equals("sample")) {
            return "cp '%s'/* .\nbash curl.sh\n".formatted(SAMPLES.resolve(block.code()));
        }
        return block.code()
                .replace("http://127.0.0.1:8080", reader.address.toString())
                .replace("dkt_…", reader.token)
                .replace("2311", reader.account);
    }

    @Test
    void haveNoCodeThatIsNotRun() {
        Set<String> alone = new TreeSet<>();
        for (Path guide : CodeBlocks.guides(DOCS.resolve("guides"))) {
            String previous = "";
            for (Block block : CodeBlocks.of(guide)) {
                assertThat(block.language())
                        .as(guide.toString())
                        .isIn("sh", "sample", "text", "json", "nginx", "haproxy");
                if (block.language().equals("json") && !previous.equals("sh")) {
                    alone.add(guide.getFileName().toString());
                }
                previous = block.language();
            }
        }

        assertThat(alone)
                .as("the guides whose JSON the tests below send")
                .containsExactly("1-importing.md", "2-authentication.md");
    }

    @Test
    void importTheLineThatTheyShow() throws IOException {
        Reader reader = new Reader(server, "import-line");

        String line = new JsonMapper()
                .readTree(json("4-migrating-and-running/1-importing.md"))
                .toString();

        assertThat(reader.importTickets(line)).contains("\"externalId\":\"zendesk-35436\"", "\"created\":1");
    }

    @Test
    void acceptATokenWithTheClaimsThatTheyShow() throws IOException, JOSEException, ParseException {
        RSAKey key = new RSAKeyGenerator(2048).keyID("guide").generate();
        try (Issuer issuer = Issuer.start();
                RunningServer oidc = start(issuer, key)) {
            JWTClaimsSet claims = new JWTClaimsSet.Builder(
                            JWTClaimsSet.parse(json("1-get-started/2-authentication.md")))
                    .issuer(issuer.url())
                    .expirationTime(Date.from(RunningServer.START.plusSeconds(300)))
                    .build();

            JsonNode me = oidc.bearer(Issuer.sign(claims, key, JWSAlgorithm.RS256))
                    .with("x-account-id", "2311")
                    .get("/me")
                    .expect(200)
                    .json();

            assertThat(me.get("name").asText()).isEqualTo("Ana Ortiz");
            assertThat(me.get("roles").toString()).isEqualTo("[\"agent\"]");
            assertThat(me.get("permissions").toString()).contains("tickets:delete", "tickets:create");
        }
    }

    private static RunningServer start(Issuer issuer, RSAKey key) {
        issuer.publish(key.toPublicJWK());
        return RunningServer.start(issuer.settings());
    }

    private static String json(String guide) {
        return CodeBlocks.of(DOCS.resolve("guides").resolve(guide)).stream()
                .filter(block -> block.language().equals("json"))
                .findFirst()
                .orElseThrow()
                .code();
    }

    private static Map<String, String> variables(OtherSystems systems) {
        DatabaseSettings settings = server.testDatabase.settings(1);
        Map<String, String> variables = new HashMap<>(systems.variables());
        // The program's own configuration of the log, not that of the tests, which writes to the standard output.
        variables.put("TEST_JAVA", "command java -Dlogback.configurationFile=logback.xml " + Docket.class.getName());
        variables.put("CLASSPATH", System.getProperty("java.class.path"));
        variables.put("DOCKET_DATABASE_URL", settings.url());
        variables.put("DOCKET_DATABASE_USER", settings.user());
        variables.put("DOCKET_DATABASE_PASSWORD", settings.password());
        return variables;
    }
}
