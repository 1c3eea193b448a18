package dev.docket.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CheckedHttpClientTest {

    private static final String BODY = "{\"status\": \"⌛\",\n\"x\": 1}";

    private static StandIn server;

    private final List<Exchange> seen = new ArrayList<>();
    private final HttpClient client = new CheckedHttpClient(HttpClient.newHttpClient(), seen::add);

    @BeforeAll
    static void start() {
        server = new StandIn(Map.of("/health/live", BODY, "/empty", ""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsTheWholeExchange() throws IOException, InterruptedException {
        HttpRequest request = to("/health/live?a=%2F&b")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString("é"))
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo(BODY);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.request()).isEqualTo(request);
        assertThat(response.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(seen).singleElement().satisfies(exchange -> {
            assertThat(exchange.request().method()).isEqualTo("POST");
            assertThat(exchange.request().target()).isEqualTo("/health/live?a=%2F&b");
            assertThat(exchange.request().headers()).containsEntry("Accept", List.of("application/json"));
            assertThat(exchange.request().body()).isEqualTo("é");
            assertThat(exchange.response().status()).isEqualTo(200);
            assertThat(exchange.response().body()).isEqualTo(BODY);
        });
    }

    @Test
    void returnsTheBodyInEachForm() throws IOException, InterruptedException {
        HttpRequest request = to("/health/live").build();

        assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(BODY.getBytes("UTF-8"));
        try (InputStream stream =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            assertThat(stream.readAllBytes()).isEqualTo(BODY.getBytes("UTF-8"));
        }
        try (Stream<String> lines = client.send(request, BodyHandlers.ofLines()).body()) {
            assertThat(lines).hasSize(2);
        }
        assertThat(client.send(request, BodyHandlers.discarding()).body()).isNull();
        assertThat(client.send(to("/empty").build(), BodyHandlers.ofString()).body())
                .isEmpty();
        assertThat(client.sendAsync(request, BodyHandlers.ofString()).join().body())
                .isEqualTo(BODY);
        assertThat(client.sendAsync(request, BodyHandlers.ofString(), null)
                        .join()
                        .body())
                .isEqualTo(BODY);
        assertThat(seen).hasSize(7);
    }

    @Test
    void throwsWhatTheObserverThrows() {
        HttpClient strict = new CheckedHttpClient(HttpClient.newHttpClient(), DocketContract.ofThisRelease()::check);
        HttpRequest request = to("/health/live").build();

        assertThatThrownBy(() -> strict.send(request, BodyHandlers.ofString())).isInstanceOf(ContractViolation.class);
        assertThatThrownBy(
                        () -> strict.sendAsync(request, BodyHandlers.ofString()).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ContractViolation.class);
    }

    private static HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create(server.url() + target));
    }
}
