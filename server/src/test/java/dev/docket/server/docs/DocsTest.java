package dev.docket.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsTest {

    private static RunningServer server;
    private static ContractClient visitor;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        visitor = new ContractClient(server.uri());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void giveTheContractByteForByte() throws IOException {
        byte[] bytes;
        try (InputStream stream = server.uri().resolve("/openapi.yaml").toURL().openStream()) {
            bytes = stream.readAllBytes();
        }

        assertThat(bytes).isEqualTo(Files.readAllBytes(Path.of("..", "swagger.yaml")));
        assertThat(visitor.get("/openapi.yaml").expect(200).header("Content-Type"))
                .isEqualTo("application/yaml");
    }

    @Test
    void giveTheSameContractAsJson() {
        Answer json = visitor.get("/openapi.json").expect(200);

        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.json()).isEqualTo(Contract.DOCKET.root());
    }

    @Test
    void areAPageOfTheirOwnAssetsOnly() {
        Answer page = visitor.get("/docs/try").expect(200);
        List<String> references = Pattern.compile("(?:src|href)=\"([^\"]*)\"")
                .matcher(page.body())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(references).isNotEmpty().allMatch(reference -> reference.startsWith("assets/"));
        for (String reference : references) {
            assertThat(visitor.get("/docs/" + reference).expect(200).body()).isNotEmpty();
        }
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("http:", "https:", "*", "unsafe-eval")
                .doesNotContainPattern("script-src[^;]*unsafe-inline");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, docs",
        "HEAD, /, docs",
        "GET, /?from=mail, docs",
        "GET, /docs/, ../docs",
        "HEAD, /docs/, ../docs"
    })
    void areFoundFromTheAddressesThatPeopleType(String method, String path, String location) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.uri().resolve(path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);

        assertThat(connection.getResponseCode()).isEqualTo(308);
        assertThat(connection.getHeaderField("Location")).isEqualTo(location);
        assertThat(server.uri().resolve(path).resolve(location))
                .isEqualTo(server.uri().resolve("/docs"));
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void leadFromTheTypeOfAProblemToItsPage(ProblemType type) throws IOException {
        URI address = URI.create(server.uri() + "/docs/" + type.urn());
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);

        assertThat(connection.getResponseCode()).isEqualTo(308);
        URI page = address.resolve(connection.getHeaderField("Location"));
        assertThat(visitor.get(page.getPath()).expect(200).body())
                .contains("<code>" + type.urn() + "</code>", ">" + type.status() + "<");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /",
        "PUT, /",
        "DELETE, /",
        "GET, //",
        "GET, /doc",
        "GET, /docs/nothing",
        "GET, /docs/problems/nothing",
        "GET, /docs/urn:other:not-found"
    })
    void areNotFoundFromOtherAddresses(String method, String path) {
        assertThat(visitor.send(method, server.uri() + path).status()).isIn(404, 405);
    }

    @Test
    void loadAssetsThatBrowsersMayKeepForEver() {
        String page = visitor.get("/docs").expect(200).body();
        String style = page.replaceAll("(?s).*href=\"(docs/assets/[^\"]*/site.css)\".*", "/$1");

        assertThat(visitor.get(style).expect(200).header("Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
        Answer ofAnotherRelease =
                visitor.get("/docs/assets/0123456789ab/site.css").expect(200);
        assertThat(ofAnotherRelease.body()).isEqualTo(visitor.get(style).body());
        assertThat(ofAnotherRelease.header("Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"version", "0123456789ab/version", "0123456789ab/none.css", "0123456789ab/try.html", "x/site.css"
            })
    void haveNoOtherAssets(String path) {
        visitor.get("/docs/assets/" + path).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/rotations", "/docs/assets/search.json", "/openapi.yaml", "/openapi.json"})
    void areSentOnlyIfTheyHaveChanged(String path) {
        Answer first = visitor.get(path).expect(200);

        Answer second = visitor.with("If-None-Match", first.header("ETag")).get(path);

        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        visitor.with("If-None-Match", "\"other\"").get(path).expect(200);
    }

    @Test
    void haveNoInlineScript() {
        assertThat(visitor.get("/docs").expect(200).body())
                .doesNotContainPattern("<script(?![^>]*\\bsrc=)")
                .doesNotContainPattern("(?i)\\son[a-z]+=");
    }

    @Test
    void showTheContractOfThisServer() {
        String page = visitor.get("/docs/try").expect(200).body();
        String script = page.replaceAll("(?s).*src=\"([^\"]*try.js)\".*", "/docs/$1");

        assertThat(visitor.get(script).expect(200).body()).contains("url: \"../openapi.yaml\"", "validatorUrl: null");
    }
}
