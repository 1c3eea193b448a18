package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Generates valid and broken requests from the contract. It learns about resources from the responses. */
final class HostileRequests {

    private static final int REMEMBERED = 200;

    /** How the contract describes the lines of a stream. */
    private static final Pattern LINES = Pattern.compile("Each line is an? `(\\w+)`");

    private static final List<String> ODD_VALUES = List.of(
            "",
            " ",
            "0",
            "-1",
            "1.5",
            "99999999999999999999",
            "NaN",
            "true",
            "TRUE",
            "null",
            "*",
            "a,b",
            "..",
            ".",
            "../..",
            "a/b",
            "a;b=c",
            "%",
            "%25",
            "a+b",
            "\u0001",
            "\ud83d\ude00",
            "'\"<>",
            "' OR 1=1 --",
            "-createdAt,",
            "\u202e",
            "x".repeat(65),
            "x".repeat(1_025),
            "x".repeat(4_000));

    private static final List<String> ODD_TARGETS = List.of(
            "/%2e%2e",
            "/..",
            "/../../etc/passwd",
            "/.",
            "//",
            "/%2F",
            "/%2f%2e%2e%2f",
            "/%00",
            "/%zz",
            "/%",
            "/%ff",
            "/%ed%a0%80",
            "/;x=y",
            ";x=y",
            "/a;b=c/d",
            "/",
            "?",
            "?&&&",
            "?=",
            "?=x",
            "?a",
            "?%zz=1",
            "?a=%zz",
            "?a=%00",
            "?a=%ff",
            "?pageSize=%ff",
            "?cursor=%F0%9F%98%80",
            "?a=\\",
            "?a=<b>",
            "?a[]={}",
            "?a=b#c",
            "#",
            "\\",
            "/\u00e9",
            "?unknown=1",
            "?x-account-id=4711",
            "?_method=DELETE",
            "?pageSize=1&pageSize=2",
            "?pageSize=",
            "?" + "a=1&".repeat(2_000),
            "/" + "x".repeat(8_000),
            "/" + "x/".repeat(4_000),
            "?a=" + "x".repeat(17_000));

    private static final List<String> ODD_HEADERS = List.of(
            "X-HTTP-Method-Override: DELETE",
            "X-HTTP-Method: DELETE",
            "X-Method-Override: PUT",
            "X-Original-URL: /accounts",
            "X-Rewrite-URL: /accounts",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Prefix: /x",
            "Forwarded: for=\"[::1]\"",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "Connection: upgrade",
            "Connection: x-account-id",
            "TE: trailers",
            "Trailer: X",
            "Max-Forwards: 0",
            "Origin: https://evil.example",
            "Cookie: a=b; $Version=1",
            "Accept-Language: \u00e9",
            "Accept-Encoding: gzip, br;q=1.0, *;q=0",
            "Accept-Charset: utf-7",
            "Content-MD5: x",
            "Content-Language: x",
            "Content-Range: bytes 0-1/2",
            "Date: yesterday",
            "Via: 1.1 x",
            "X: " + "x".repeat(8_000));

    private static final List<String> ODD_HEADER_VALUES = List.of(
            "",
            "*",
            "\"",
            "\"a\"",
            "W/\"a\"",
            "\"a\", \"b\"",
            "\"a",
            "a",
            ",",
            "\"\u00e9\"",
            "bytes=0-0",
            "bytes=0-",
            "bytes=-1",
            "bytes=5-1",
            "bytes=0-0,2-3",
            "bytes=-0",
            "bytes=99999999999999999999-",
            "bytes=a-b",
            "items=0-1",
            "-1",
            "0",
            "x".repeat(256),
            "x".repeat(1_025),
            "\u00ff\u00fe",
            "=?utf-8?q?a?=",
            "a b",
            "../../x",
            "019cc4d1-8a50-7b21-9d4c-3f1f0c2c7a10",
            "Thu, 01 Jan 1970 00:00:00 GMT");

    /** Replacements for the headers of any request. */
    private static final Map<String, List<String>> ODD_FOR = Map.of(
            "Authorization",
            List.of(
                    "",
                    "Bearer",
                    "Bearer ",
                    "Bearer x",
                    "bearer dkt_" + "A".repeat(43),
                    "Basic YTpi",
                    "Bearer dkt_" + "A".repeat(43) + " x",
                    "Bearer eyJhbGciOiJub25lIn0.e30.",
                    "Bearer " + "x".repeat(8_000),
                    "Bearer \u00e9"),
            "x-account-id",
            List.of("", " ", "*", "2311,4711", "nobody", "2311 ", "\u00e9", "a'b", "x".repeat(65), "../2311"),
            "Accept",
            List.of(
                    "",
                    "*/*",
                    "text/html",
                    "application/json;q=0",
                    "application/*",
                    "application/json;q=2",
                    "a",
                    "/",
                    "*/json",
                    "application/json;a=\"",
                    "text/plain, */*;q=0.1",
                    "application/problem+json"),
            "Content-Type",
            List.of(
                    "",
                    "*/*",
                    "application/*",
                    "text/plain",
                    "application/json;charset=utf-16",
                    "application/json; charset=\"utf-8\"",
                    "application/json; charset=x",
                    "APPLICATION/JSON",
                    "application/json;",
                    "application/json; a",
                    "json",
                    "/",
                    "application/xml",
                    "application/merge-patch+json",
                    "application/json",
                    "application/x-ndjson",
                    "text/calendar",
                    "multipart/form-data",
                    "multipart/form-data; boundary=",
                    "multipart/form-data; boundary=\"" + "x".repeat(100) + "\"",
                    "application/x-www-form-urlencoded"));

    private final Contract contract;
    private final List<Operation> operations;
    private final RandomGenerator random;
    private final SchemaValues values;
    private final BrokenJson broken;
    private final List<String> always;

    /** By the path of an operation, values of its parameters: resources that existed at some time. */
    private final Map<String, List<List<String>>> known = new LinkedHashMap<>();

    private final List<String> entityTags = new ArrayList<>();
    private final List<String> cursors = new ArrayList<>();

    /** @param always headers of every request */
    HostileRequests(Contract contract, RandomGenerator random, List<String> always) {
        this.contract = contract;
        this.operations = contract.operations();
        this.random = random;
        this.values = new SchemaValues(contract, random);
        this.broken = new BrokenJson(random);
        this.always = always;
    }

    /** Learns from a response: the location of a resource, its version, the next page. */
    void learn(String location, String entityTag, JsonNode body) {
        if (location != null) {
            contract.operation("GET", location)
                    .map(Operation::path)
                    .ifPresent(path -> remember(
                            known.computeIfAbsent(path, first -> new ArrayList<>()), pathValues(path, location)));
        }
        if (entityTag != null) {
            remember(entityTags, entityTag);
        }
        if (body.path("nextCursor").isTextual()) {
            remember(cursors, body.get("nextCursor").asText());
        }
    }

    private static List<String> pathValues(String template, String location) {
        String[] names = template.split("/");
        String[] segments = location.split("/");
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (names[i].startsWith("{")) {
                found.add(segments[i]);
            }
        }
        return found;
    }

    private <T> void remember(List<T> memory, T item) {
        if (memory.size() < REMEMBERED) {
            memory.add(item);
        } else {
            memory.set(random.nextInt(REMEMBERED), item);
        }
    }

    HostileRequest next() {
        Operation operation = values.oneOf(operations);
        HostileRequest request = right(operation);
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> request;
            case 4, 5, 6 -> operation.hasBody() ? brokenBody(request) : oddQuery(request);
            case 7 -> oddHeader(request);
            case 8 -> oddQuery(request);
            default -> ofTransport(request);
        };
    }

    // ---- Valid requests

    private HostileRequest right(Operation operation) {
        List<String> headers = new ArrayList<>(always);
        byte[] body = {};
        if (operation.hasBody()) {
            String mediaType = SchemaValues.oneOf(operation.bodies(), random);
            headers.add("Content-Type: " + ExampleRequest.withBoundary(mediaType));
            body = body(operation, mediaType);
        }
        for (JsonNode header : operation.parametersIn("header")) {
            String name = header.path("name").asText();
            if (!name.equalsIgnoreCase("x-account-id") && values.oneIn(8)) {
                headers.add(name + ": " + headerValue(name, header));
            }
        }
        return new HostileRequest(
                operation,
                "right",
                true,
                operation.method(),
                path(operation) + query(operation),
                "HTTP/1.1",
                headers,
                body);
    }

    private String headerValue(String name, JsonNode header) {
        if (name.startsWith("If-") && !entityTags.isEmpty() && !values.oneIn(4)) {
            return values.oneOf(entityTags);
        }
        return ascii(values.text(contract.schema(header.path("schema"))));
    }

    /** A value that a header can have. */
    private static String ascii(String text) {
        String ascii = text.replaceAll("[^!-~]", "");
        return ascii.isEmpty() ? "x" : ascii;
    }

    private byte[] body(Operation operation, String mediaType) {
        JsonNode schema = operation.bodies().get(mediaType).path("schema");
        if (mediaType.endsWith("json") && !mediaType.endsWith("ndjson")) {
            return json(operation, schema).toString().getBytes(StandardCharsets.UTF_8);
        }
        Matcher lines =
                LINES.matcher(contract.resolve(schema).path("description").asText());
        if (lines.find() && !values.oneIn(4)) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                text.append(values.value(contract.schemas().get(lines.group(1))))
                        .append('\n');
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        return ExampleRequest.known(operation).body();
    }

    /** Often an example with some properties changed, so that it passes the first rules. */
    private JsonNode json(Operation operation, JsonNode schema) {
        JsonNode made = values.value(schema);
        List<JsonNode> examples = ExampleRequest.examples(operation);
        if (examples.isEmpty() || values.oneIn(3) || !(values.oneOf(examples).deepCopy() instanceof ObjectNode)) {
            return made;
        }
        ObjectNode json = values.oneOf(examples).deepCopy();
        Contract.children(made).forEach((name, value) -> {
            if (values.oneIn(4)) {
                json.set(name, value);
            }
        });
        return json;
    }

    private String path(Operation operation) {
        String path = operation.path();
        List<JsonNode> parameters = operation.parametersIn("path");
        List<String> found = knownValues(operation);
        for (int i = 0; i < parameters.size(); i++) {
            String value = i < found.size() && !values.oneIn(6)
                    ? found.get(i)
                    : encoded(
                            values.oneIn(3)
                                    ? ExampleRequest.value(contract, parameters.get(i))
                                    : plainSegment(parameters.get(i)));
            path = path.replace("{" + parameters.get(i).path("name").asText() + "}", value);
        }
        return path;
    }

    private String plainSegment(JsonNode parameter) {
        JsonNode schema = contract.schema(parameter.path("schema"));
        String value = schema.path("type").asText().equals("string")
                ? values.text(schema)
                : values.value(schema).asText();
        // These are not segments: a client resolves them before it sends the request.
        return value.equals(".") || value.equals("..") || value.isEmpty() ? "x" : value;
    }

    /** Values of a resource whose path begins like the operation's; else those of the examples. */
    private List<String> knownValues(Operation operation) {
        List<List<String>> matching = new ArrayList<>();
        known.forEach((path, found) -> {
            if (path.startsWith(operation.path().replaceFirst("(\\{\\w+})[^{]*$", "$1"))
                    || operation.path().startsWith(path + "/")) {
                matching.addAll(found);
            }
        });
        if (!matching.isEmpty() && !values.oneIn(4)) {
            return values.oneOf(matching);
        }
        return operation.parametersIn("path").stream()
                .map(parameter -> encoded(ExampleRequest.value(contract, parameter)))
                .toList();
    }

    private String query(Operation operation) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode parameter : operation.parametersIn("query")) {
            boolean isRequired = parameter.path("required").asBoolean();
            if (isRequired || values.oneIn(5)) {
                String name = parameter.path("name").asText();
                JsonNode schema = contract.schema(parameter.path("schema"));
                if (name.equals("cursor") && !cursors.isEmpty()) {
                    pairs.add(name + "=" + encoded(altered(values.oneOf(cursors))));
                    continue;
                }
                JsonNode value = values.value(schema);
                if (value.isArray()) {
                    value.forEach(item -> pairs.add(name + "=" + encoded(item.asText())));
                } else {
                    pairs.add(name + "=" + encoded(value.asText()));
                }
            }
        }
        String query = pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
        return query.length() > 12_000 ? "" : query;
    }

    private String altered(String cursor) {
        int place = random.nextInt(cursor.length());
        return switch (random.nextInt(4)) {
            case 0 -> cursor.substring(0, place);
            case 1 -> cursor.substring(0, place) + "A" + cursor.substring(place + 1);
            default -> cursor;
        };
    }

    // ---- Invalid requests

    private HostileRequest brokenBody(HostileRequest request) {
        String type = request.headers().stream()
                .filter(line -> line.startsWith("Content-Type: "))
                .findFirst()
                .orElse("");
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            JsonNode schema = request.operation()
                    .bodies()
                    .get(type.substring("Content-Type: ".length()))
                    .path("schema");
            return request.body(broken.of(json(request.operation(), schema))).kind("broken body");
        }
        return request.body(broken.inBytes(request.body())).kind("broken body");
    }

    private HostileRequest oddQuery(HostileRequest request) {
        List<JsonNode> parameters = request.operation().parametersIn("query");
        if (parameters.isEmpty()) {
            return oddPath(request);
        }
        String pairs = "";
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = values.oneOf(parameters).path("name").asText();
            pairs += (pairs.isEmpty() ? "?" : "&") + (values.oneIn(8) ? "unknown" : name) + "="
                    + encoded(values.oneOf(ODD_VALUES));
        }
        return request.target(path(request.operation()) + pairs).kind("odd query");
    }

    private HostileRequest oddPath(HostileRequest request) {
        List<JsonNode> parameters = request.operation().parametersIn("path");
        if (parameters.isEmpty()) {
            return oddHeader(request);
        }
        String odd = values.oneOf(ODD_VALUES);
        String name = values.oneOf(parameters).path("name").asText();
        // It may not be a request for this operation any more: the value may not be a segment.
        return request.target(request.operation()
                        .path()
                        .replace("{" + name + "}", encoded(odd))
                        .replaceAll("\\{\\w+}", "x"))
                .ofTransport("odd path");
    }

    private HostileRequest oddHeader(HostileRequest request) {
        List<JsonNode> documented = request.operation().parametersIn("header");
        HostileRequest odd = request.kind("odd header");
        switch (random.nextInt(5)) {
            case 0:
                return odd.with(values.oneOf(ODD_HEADERS));
            case 1:
                if (!documented.isEmpty()) {
                    String name = values.oneOf(documented).path("name").asText();
                    return odd.replacing(name, values.oneOf(ODD_HEADER_VALUES));
                }
                return odd.with("Range: " + values.oneOf(ODD_HEADER_VALUES));
            case 2:
                return odd.without(SchemaValues.oneOf(ODD_FOR, random));
            default:
                String name = SchemaValues.oneOf(ODD_FOR, random);
                return odd.replacing(name, values.oneOf(ODD_FOR.get(name)));
        }
    }

    private HostileRequest ofTransport(HostileRequest request) {
        HostileRequest odd = request.ofTransport("odd HTTP");
        return switch (random.nextInt(14)) {
            case 0 ->
                odd.method(values.oneOf(List.of(
                        "GET",
                        "PUT",
                        "POST",
                        "PATCH",
                        "DELETE",
                        "HEAD",
                        "OPTIONS",
                        "TRACE",
                        "CONNECT",
                        "get",
                        "FOO",
                        "PROPFIND",
                        "G@T")));
            case 1 ->
                odd.version(values.oneOf(List.of("HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 ", "")));
            case 2 ->
                odd.replacing("Host", values.oneOf(List.of("", "a b", "a:99999", "[::1", "x/../y", "a,b", "\u00e9")));
            case 3 -> odd.without("Host");
            case 4 -> odd.with("Host: localhost");
            case 5 ->
                odd.with(values.oneOf(List.of(
                        " folded: 1", "no colon", "a b: c", ": x", "X : y", "X: a\u0000b", "X: a\rb", "X: a\nb")));
            case 6 -> odd.with("Content-Encoding: " + values.oneOf(List.of("gzip", "identity", "", "br")));
            case 7 ->
                odd.with("Transfer-Encoding: "
                        + values.oneOf(List.of("gzip", "identity", "chunked, chunked", "\u000bchunked")));
            case 8 ->
                odd.with("Content-Length: "
                        + values.oneOf(List.of("-1", "+1", "0x1", "1, 1", "99999999999999999999", "")));
            case 9 -> odd.with("X: " + "x".repeat(17_000));
            case 10 -> many(odd);
            case 11 -> odd.with("Expect: " + values.oneOf(List.of("200-ok", "100-continue, x", "")));
            default -> odd.target(oddTarget(request));
        };
    }

    private static HostileRequest many(HostileRequest request) {
        HostileRequest many = request;
        for (int i = 0; i < 120; i++) {
            many = many.with("X-" + i + ": 1");
        }
        return many;
    }

    private String oddTarget(HostileRequest request) {
        String path = request.target().split("\\?", 2)[0];
        String odd = values.oneOf(ODD_TARGETS);
        return switch (random.nextInt(5)) {
            case 0 -> odd.startsWith("?") || odd.startsWith("#") || odd.startsWith(";") ? "/" + odd : odd;
            case 1 -> path.replaceFirst("/", "//");
            case 2 -> path.replaceFirst("/", odd.startsWith("/") ? Matcher.quoteReplacement(odd) + "/" : "/");
            default -> path + odd;
        };
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A copy with a length, and sometimes in chunks. */
    HostileRequest framed(HostileRequest request) {
        byte[] body = request.body();
        if (body.length == 0 && !List.of("POST", "PUT", "PATCH").contains(request.method())) {
            return request;
        }
        boolean hasFraming = request.headers().stream()
                .anyMatch(line -> line.startsWith("Content-Length") || line.startsWith("Transfer-Encoding"));
        if (hasFraming) {
            return request.body(new byte[0]);
        }
        if (!values.oneIn(6) || body.length == 0 || !request.version().equals("HTTP/1.1")) {
            return request.with("Content-Length: " + body.length);
        }
        StringBuilder chunks = new StringBuilder();
        for (int start = 0; start < body.length; ) {
            int size = Math.min(body.length - start, 1 + random.nextInt(body.length < 2_000 ? 100 : 60_000));
            byte[] chunk = Arrays.copyOfRange(body, start, start + size);
            chunks.append(Integer.toHexString(size))
                    .append("\r\n")
                    .append(new String(chunk, StandardCharsets.ISO_8859_1))
                    .append("\r\n");
            start += size;
        }
        return request.with("Transfer-Encoding: chunked")
                .body(chunks.append("0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
