package dev.docket.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The code of the README, compiled and run as it stands there. */
class ReadmeTest {

    @TempDir
    private static Path folder;

    private static String readme;
    private static ClassLoader compiled;

    @BeforeAll
    static void compile() throws IOException {
        readme = Files.readString(Path.of("README.md"));
        List<String> files = blocks("java").stream().map(ReadmeTest::write).toList();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String[] options = {"-Xlint:all,-processing", "-Werror", "-cp", System.getProperty("java.class.path")};
        String[] arguments =
                Stream.concat(Arrays.stream(options), files.stream()).toArray(String[]::new);
        assertThat(compiler.run(null, null, null, arguments)).isZero();
        compiled = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(readme)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String write(String source) {
        Matcher name = Pattern.compile("(?m)^class (\\w+)").matcher(source);
        assertThat(name.find()).isTrue();
        try {
            return Files.writeString(folder.resolve(name.group(1) + ".java"), source)
                    .toString();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Test
    void hasTheCodeThatIsRunHere() {
        assertThat(blocks("java")).hasSize(3);
        assertThat(blocks("\\w+")).hasSize(4);
    }

    @Test
    void namesTheArtifact() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        for (String line : blocks("xml").get(0).lines().map(String::strip).toList()) {
            assertThat(pom + "<dependency></dependency>").contains(line);
        }
    }

    @Test
    void theJUnitTestPassesWithARightServer() {
        try (StandIn server = new StandIn(Map.of("/tickets", "{\"data\": []}"))) {
            assertThat(run(server).getSummary().getTestsSucceededCount()).isOne();
        }
    }

    @Test
    void theJUnitTestFailsWithAWrongServer() {
        try (StandIn server = new StandIn(Map.of("/tickets", "{\"data\": {}}"))) {
            assertThat(run(server).getSummary().getFailures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.getException())
                            .isInstanceOf(ContractViolation.class)
                            .hasMessageContaining("GET /tickets?status=open returned 200")
                            .hasMessageContaining("/data: "));
        }
    }

    private static SummaryGeneratingListener run(StandIn server) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        System.setProperty("docket.url", server.url());
        try {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(load("OurMockTest")))
                    .build();
            LauncherFactory.create().execute(request, listener);
            return listener;
        } finally {
            System.clearProperty("docket.url");
        }
    }

    @Test
    void theProgramReturnsARightResponse() throws ReflectiveOperationException {
        try (StandIn server = new StandIn(Map.of("/health/live", StandIn.LIVE))) {
            probe(server);
        }
    }

    @Test
    void theProgramThrowsAtAWrongResponse() {
        try (StandIn server = new StandIn(Map.of("/health/live", "{\"status\": \"alive\"}"))) {
            assertThatThrownBy(() -> probe(server))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(ContractViolation.class)
                    .hasMessageContaining("/status: ");
        }
    }

    private static void probe(StandIn server) throws ReflectiveOperationException {
        var main = load("Probe").getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[] {server.url()});
    }

    @Test
    void theProxyNamesWhatIsWrong() throws ReflectiveOperationException {
        assertThat(proxied(200, StandIn.LIVE)).isEmpty();
        assertThat(proxied(502, "Bad gateway")).singleElement().asString().contains("502");
    }

    private static List<?> proxied(int status, String body) throws ReflectiveOperationException {
        var constructor = load("ProxyCheck").getDeclaredConstructor();
        constructor.setAccessible(true);
        var check = load("ProxyCheck").getDeclaredMethod("violations", int.class, Map.class, String.class);
        check.setAccessible(true);
        return (List<?>) check.invoke(
                constructor.newInstance(),
                status,
                Map.of("Content-Type", List.of("application/json"), "X-Request-Id", List.of("1")),
                body);
    }

    private static Class<?> load(String name) {
        try {
            return compiled.loadClass(name);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError("the README has no class " + name, missing);
        }
    }
}
