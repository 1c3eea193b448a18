package dev.docket.server.docs.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the requests by which the guide on importing exports tickets, with the small exports of the samples. */
final class OtherSystems implements AutoCloseable {

    private static final Map<String, String> FILES = Map.of(
            "/api/v2/incremental/tickets/cursor", "import-zendesk/page1.json",
            "/api/v2/tickets", "import-freshdesk/page1.json",
            "/api/v1/tickets", "import-zammad/tickets.json",
            "/api/v1/users", "import-zammad/users.json");
    private static final Pattern CONVERSATION = Pattern.compile("/api/v2/tickets/(\\d+)/(comments|conversations)");
    private static final String ARTICLES = "/api/v1/ticket_articles/by_ticket/";

    private final HttpServer server;
    private final Path samples;

    OtherSystems(Path samples) {
        this.samples = samples;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** The variables of the guide. */
    Map<String, String> variables() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "ZENDESK_URL", url,
                "ZENDESK_EMAIL", "ana@harbor.example",
                "ZENDESK_TOKEN", "secret",
                "FRESHDESK_URL", url,
                "FRESHDESK_KEY", "secret",
                "ZAMMAD_URL", url,
                "ZAMMAD_TOKEN", "secret");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] content = content(path);
            exchange.sendResponseHeaders(content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private byte[] content(String path) throws IOException {
        Matcher conversation = CONVERSATION.matcher(path);
        if (path.startsWith(ARTICLES)) {
            return articles(Long.parseLong(path.substring(ARTICLES.length())));
        }
        if (conversation.matches()) {
            String kind = conversation.group(2);
            boolean isZendesk = kind.equals("comments");
            Path file = samples.resolve((isZendesk ? "import-zendesk/" : "import-freshdesk/") + kind + "-"
                    + conversation.group(1) + ".json");
            return Files.exists(file)
                    ? Files.readAllBytes(file)
                    : (isZendesk ? "{\"comments\": []}" : "[]").getBytes(StandardCharsets.UTF_8);
        }
        return FILES.containsKey(path) ? Files.readAllBytes(samples.resolve(FILES.get(path))) : new byte[0];
    }

    private byte[] articles(long ticket) throws IOException {
        JsonMapper json = new JsonMapper();
        ArrayNode articles = json.createArrayNode();
        for (JsonNode article :
                json.readTree(samples.resolve("import-zammad/articles.json").toFile())) {
            if (article.get("ticket_id").asLong() == ticket) {
                articles.add(article);
            }
        }
        return json.writeValueAsBytes(articles);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
