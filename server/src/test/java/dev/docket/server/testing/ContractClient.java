package dev.docket.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.contract.CheckedHttpClient;
import dev.docket.contract.DocketContract;
import dev.docket.contract.Exchange;
import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTTP client that holds every exchange against {@code swagger.yaml}. Immutable.
 *
 * <p>It may also request paths and methods that are not in the contract: the server must reject them.
 */
public final class ContractClient {

    /** The management port, and what the pages of the documentation load, are not in the contract. */
    private static final DocketContract CONTRACT =
            DocketContract.ofThisRelease().without(path -> path.matches("/metrics|/docs/.+"));

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = new CheckedHttpClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), ContractClient::check);

    private final URI base;
    private final Map<String, String> headers;

    public ContractClient(URI base) {
        this(base, Map.of());
    }

    private ContractClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** A client that also sends this header; null: does not send it. */
    public ContractClient with(String header, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        if (value == null) {
            changed.remove(header);
        } else {
            changed.put(header, value);
        }
        return new ContractClient(base, changed);
    }

    public Answer post(String path, String json) {
        return post(path, "application/json", json);
    }

    public Answer post(String path, String contentType, String body) {
        return sendJson("POST", path, contentType, body);
    }

    /** @param contentType null: none is sent */
    public Answer post(String path, String contentType, byte[] body) {
        return send("POST", path, contentType, body);
    }

    public Answer put(String path, String json) {
        return sendJson("PUT", path, "application/json", json);
    }

    /** @param json a merge patch */
    public Answer patch(String path, String json) {
        return patch(path, "application/merge-patch+json", json);
    }

    public Answer patch(String path, String contentType, String json) {
        return sendJson("PATCH", path, contentType, json);
    }

    public Answer delete(String path) {
        return send("DELETE", path);
    }

    private Answer sendJson(String method, String path, String contentType, String json) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", contentType)
                        .method(method, BodyPublishers.ofString(json)));
    }

    public Answer get(String path) {
        return send("GET", path);
    }

    /** @param contentType null: none is sent */
    public Answer send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder().method(method, BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(path, request);
    }

    /** A request without a body. */
    public Answer send(String method, String path) {
        return send(path, HttpRequest.newBuilder().method(method, BodyPublishers.noBody()));
    }

    private Answer send(String path, HttpRequest.Builder request) {
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(
                    request.uri(base.resolve(path)).timeout(Wait.PATIENCE).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void check(Exchange exchange) {
        CONTRACT.check(exchange);
        ContractCoverage.seen(
                exchange.request().method(),
                exchange.request().target(),
                exchange.response().status());
    }

    /**
     * Validates a response that another client received against the contract.
     *
     * @return the same response
     */
    public static Answer holdAgainstContract(String method, String path, Answer answer) {
        requireOfContract(method, path, answer);
        ContractCoverage.seen(method, path, answer.status());
        return answer;
    }

    /** Validates a response to a random request against the contract, without counting it as covered. */
    public static void requireOfContract(String method, String path, Answer answer) {
        assertThat(CONTRACT.violations(
                        method,
                        path,
                        new Exchange.Response(answer.status(), answer.headers().map(), answer.body())))
                .as("%s %s returned %d %s", method, path, answer.status(), answer.body())
                .isEmpty();
    }

    /** A response that the contract allows. */
    public record Answer(int status, HttpHeaders headers, String body) {

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** The same response, if it has this status. */
        public Answer expect(int status) {
            assertThat(status()).as(body()).isEqualTo(status);
            return this;
        }

        /** The violations in the response, each as its place and its code, such as {@code /subject too_long}. */
        public List<String> violations() {
            expect(400);
            List<String> violations = new ArrayList<>();
            for (JsonNode error : json().get("errors")) {
                JsonNode place = error.has("pointer") ? error.get("pointer") : error.get("parameter");
                violations.add((place.asText() + " " + error.get("code").asText()).strip());
            }
            return violations;
        }

        /** Only the properties of these names, as JSON. */
        public String only(String... properties) {
            return ((ObjectNode) json()).retain(properties).toString();
        }
    }
}
