package dev.docket.server.transport;

import dev.docket.server.http.problem.ProblemType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the request line and the headers as they came, before any parser may have repaired them.
 *
 * <p>Two readers that repair the same bytes differently can be made to see two different requests ("request
 * smuggling"), so nothing is repaired here: what RFC 9112 does not allow is rejected.
 */
final class RequestHead {

    /** More headers are rejected with 431; this is also the limit of Grizzly's parser. */
    static final int MAX_HEADERS = 100;

    private static final Set<String> AT_MOST_ONCE = Set.of(
            "host",
            "authorization",
            "x-account-id",
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "idempotency-key",
            "expect");

    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private static final BitSet TOKEN =
            charactersOf("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static final BitSet PATH =
            charactersOf("/-._~!$&'()*+,;=:@%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    /**
     * Characters of a query. Browsers leave brackets and similar characters in a query unencoded; Jersey can read them.
     */
    private static final BitSet QUERY =
            charactersOf("?[]{}|^`/-._~!$&'()*+,;=:@%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)http://([^/?]*)([/?].*)?");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
    private static final Pattern REQUEST_ID = line("x-request-id");
    private static final Pattern ORIGIN = line("origin");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    /** The last host that was found valid; the next request almost always names the same one. */
    private static volatile @Nullable String lastHost;

    private final String method;
    private final Map<String, String> headers = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();

    private RequestHead(String text) {
        int end = text.indexOf("\r\n");
        method = requestLine(text.substring(0, end));
        int count = 0;
        for (int start = end + 2; start < text.length() - 2; start = end + 2) {
            if (++count > MAX_HEADERS) {
                throw new RefusedException(Refusal.of(
                        ProblemType.HEADERS_TOO_LARGE,
                        "there must not be more than %d headers".formatted(MAX_HEADERS)));
            }
            end = text.indexOf("\r\n", start);
            header(text.substring(start, end));
        }
    }

    /**
     * Looks for the end of a head.
     *
     * @param from where to continue, so that the head of a client that sends byte by byte is not searched from the
     *     start each time
     * @return the index after the empty line, or -1 if it has not arrived yet
     * @throws RefusedException as soon as no further bytes could make it a valid head
     */
    static int end(Buffer input, int start, int from, int limit) {
        for (int i = from; i < limit; i++) {
            int b = input.get(i) & 0xff;
            if (b == '\n') {
                if (i == start || input.get(i - 1) != '\r') {
                    throw malformed("a line must end with CR LF");
                }
                if (i >= start + 3 && input.get(i - 2) == '\n') {
                    return i + 1;
                }
                if (i == start + 1) {
                    throw malformed("the request line is empty");
                }
            } else if (i > start && input.get(i - 1) == '\r') {
                throw malformed("a CR must be followed by LF");
            } else if ((b < ' ' && b != '\t' && b != '\r') || b == 0x7f) {
                throw malformed("the request line or a header contains a control character");
            }
        }
        return -1;
    }

    /**
     * Reads a request line without its end.
     *
     * @return the method
     * @throws RefusedException if it is not a request of HTTP/1.0 or HTTP/1.1 for a path of this server
     */
    static String requestLine(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3) {
            throw malformed("the request line must be a method, a target and a version, separated by one space each");
        }
        if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
            throw malformed("only HTTP/1.0 and HTTP/1.1 are supported");
        }
        if (!consistsOf(TOKEN, parts[0])) {
            throw malformed("the method is not a token");
        }
        if (parts[0].equals("TRACE") || parts[0].equals("CONNECT")) {
            throw new RefusedException(new Refusal(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "TRACE and CONNECT are not supported",
                    Map.of("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")));
        }
        target(parts[1]);
        return parts[0];
    }

    /**
     * Checks a whole head.
     *
     * @param text the head with the empty line that ends it, in ISO 8859-1
     * @throws RefusedException if the request is not to be served
     */
    static void check(String text, TransportLimits limits) {
        RequestHead head = new RequestHead(text);
        boolean http11 = text.startsWith("HTTP/1.1", text.indexOf("\r\n") - 8);
        for (String name : head.repeated) {
            if (AT_MOST_ONCE.contains(name)) {
                throw malformed("the header " + name + " must be given once");
            }
        }
        head.host(text);
        head.framing(http11, limits);
        String expectation = head.headers.get("expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw malformed("the only supported Expect is 100-continue");
        }
        if (head.headers.containsKey("content-encoding")) {
            throw new RefusedException(
                    Refusal.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body without a Content-Encoding"));
        }
    }

    /** The path to name in a problem: the target without its query, or {@code /} if that is not a valid path. */
    static String instance(String text) {
        int start = text.indexOf(' ') + 1;
        int end = start;
        while (end < text.length() && PATH.get(text.charAt(end))) {
            end++;
        }
        boolean clean = start > 0 && end > start && text.charAt(start) == '/' && " ?".indexOf(charAt(text, end)) >= 0;
        return clean ? text.substring(start, end) : "/";
    }

    /** The caller's request id, if the head contains exactly one. */
    static @Nullable String requestId(String text) {
        return only(REQUEST_ID, text);
    }

    /** The origin of the page that sends the request, if the head contains exactly one. */
    static @Nullable String origin(String text) {
        return only(ORIGIN, text);
    }

    private static Pattern line(String header) {
        return Pattern.compile("(?imd)^" + header + ": *([^\\r\\n]*?) *\\r$");
    }

    private static @Nullable String only(Pattern line, String text) {
        Matcher found = line.matcher(text);
        String value = found.find() ? found.group(1) : null;
        return found.find() ? null : value;
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        // A name with a space before its colon, and a line that continues the previous one, are not tokens either.
        if (colon < 0 || !consistsOf(TOKEN, line.substring(0, colon))) {
            throw malformed("a header must be a name of token characters, a colon and a value");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (headers.put(name, trimSpaces(line.substring(colon + 1))) != null) {
            repeated.add(name);
        }
    }

    /** Trims spaces only: Grizzly keeps a tab at the end of a value, so a tab must count here too. */
    private static String trimSpaces(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && value.charAt(start) == ' ') {
            start++;
        }
        while (end > start && value.charAt(end - 1) == ' ') {
            end--;
        }
        return value.substring(start, end);
    }

    private void host(String text) {
        String host = headers.get("host");
        if (host == null) {
            throw malformed("the header host must be given once");
        }
        if (!host.equals(lastHost)) {
            if (!isAuthority(host)) {
                throw malformed("the header host must be a host name or address, optionally with a port");
            }
            lastHost = host;
        }
        int target = text.indexOf(' ') + 1;
        if (text.charAt(target) == '/') {
            return;
        }
        Matcher absolute = ABSOLUTE_FORM.matcher(text.substring(target, text.indexOf("\r\n") - 9));
        if (absolute.matches() && !absolute.group(1).equalsIgnoreCase(host)) {
            throw malformed("the target and the header host must name the same host");
        }
    }

    private static boolean isAuthority(String host) {
        Matcher authority = HOST_AND_PORT.matcher(host);
        if (!authority.matches()) {
            return false;
        }
        int port = authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2));
        if (port > 65_535) {
            return false;
        }
        try {
            // Jersey builds the URI of each request like this, and fails where this fails.
            return new URI("http", null, authority.group(1), port, "/", null, null).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void framing(boolean http11, TransportLimits limits) {
        String length = headers.get("content-length");
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            if (length != null) {
                throw malformed("Transfer-Encoding and Content-Length must not be sent together");
            }
            if (!http11 || !encoding.equalsIgnoreCase("chunked")) {
                throw malformed("the only supported Transfer-Encoding is chunked, in HTTP/1.1");
            }
        }
        if (length != null && !LENGTH.matcher(length).matches()) {
            throw malformed("Content-Length must consist of digits");
        }
        long bytes = length == null ? 0 : Long.parseLong(length);
        if ((bytes > 0 || encoding != null) && !METHODS_WITH_BODY.contains(method)) {
            throw malformed("only POST, PUT and PATCH may have a body");
        }
        long max = StreamedTypes.areRead(headers.get("content-type"))
                ? limits.maxStreamedBodyBytes()
                : limits.maxBodyBytes();
        if (bytes > max) {
            throw new RefusedException(tooLarge(max));
        }
    }

    static Refusal tooLarge(long maxBytes) {
        return Refusal.of(
                ProblemType.CONTENT_TOO_LARGE, "the body must not be larger than %d bytes".formatted(maxBytes));
    }

    private static void target(String target) {
        String local = target;
        if (!target.startsWith("/")) {
            Matcher absolute = ABSOLUTE_FORM.matcher(target);
            if (absolute.matches()) {
                local = absolute.group(2) == null ? "/" : absolute.group(2);
                local = local.startsWith("?") ? "/" + local : local;
            }
        }
        int query = local.indexOf('?');
        String path = query < 0 ? local : local.substring(0, query);
        if (!path.startsWith("/") || !consistsOf(PATH, path)) {
            throw malformed(
                    "the target must be a path; percent-encode characters that RFC 3986 does not allow in a path");
        }
        if (query >= 0 && query + 1 < local.length() && !consistsOf(QUERY, local.substring(query + 1))) {
            throw malformed("percent-encode characters that RFC 3986 does not allow in a query");
        }
        if (local.indexOf('%') >= 0) {
            percentEncoding(local);
        }
    }

    private static void percentEncoding(String target) {
        byte[] decoded = new byte[target.length()];
        int size = 0;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '%') {
                int high = Character.digit(charAt(target, i + 1), 16);
                int low = Character.digit(charAt(target, i + 2), 16);
                if (high < 0 || low < 0) {
                    throw malformed("a percent sign in the target must be followed by two hexadecimal digits");
                }
                c = (char) (high * 16 + low);
                if (c == 0) {
                    throw malformed("the target must not contain U+0000");
                }
                i += 2;
            }
            decoded[size++] = (byte) c;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, size));
        } catch (CharacterCodingException e) {
            throw malformed("the target, percent-decoded, must be UTF-8");
        }
    }

    /** The character, or 0 past the end. */
    private static char charAt(String text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean consistsOf(BitSet characters, String text) {
        return !text.isEmpty() && text.chars().allMatch(characters::get);
    }

    private static BitSet charactersOf(String characters) {
        BitSet set = new BitSet(128);
        characters.chars().forEach(set::set);
        return set;
    }

    private static RefusedException malformed(String detail) {
        return new RefusedException(Refusal.malformed(detail));
    }
}
