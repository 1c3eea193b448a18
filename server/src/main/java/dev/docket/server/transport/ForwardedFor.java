package dev.docket.server.transport;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hops of a request, from the first to the last, as proxies write them into headers. A hop is empty if it does not
 * have an address: it is {@code unknown}, has an obfuscated name such as {@code _hidden}, or cannot be read.
 */
final class ForwardedFor {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern PAIR =
            Pattern.compile("\\s*(" + TOKEN + ")=(" + TOKEN + "|\"(?:[^\"\\\\]|\\\\.)*+\")\\s*([,;]|$)");

    /** An address, in brackets if it is of IPv6, and possibly a port, which may be obfuscated, too. */
    private static final Pattern NODE =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+))(?::(?:\\d{1,5}|_[A-Za-z0-9._-]+))?");

    private ForwardedFor() {}

    /** @param headers {@code Forwarded} (RFC 7239), in their order */
    static List<Optional<InetAddress>> hops(List<String> headers) {
        List<Optional<InetAddress>> hops = new ArrayList<>();
        headers.forEach(header -> addHops(header, hops));
        return hops;
    }

    /** @param headers {@code X-Forwarded-For}, in their order */
    static List<Optional<InetAddress>> simpleHops(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(String::strip)
                .map(hop -> IpLiteral.parse(hop).or(() -> node(hop)))
                .toList();
    }

    private static void addHops(String header, List<Optional<InetAddress>> hops) {
        Matcher pair = PAIR.matcher(header);
        Optional<InetAddress> hop = Optional.empty();
        String end = ";";
        for (int at = 0; !end.isEmpty(); at = pair.end()) {
            if (!pair.region(at, header.length()).lookingAt()) {
                // A client may have written it so that what a proxy has added behind it cannot be told apart.
                hops.add(Optional.empty());
                return;
            }
            if (pair.group(1).equalsIgnoreCase("for")) {
                hop = node(unquoted(pair.group(2)));
            }
            end = pair.group(3);
            if (!end.equals(";")) {
                hops.add(hop);
                hop = Optional.empty();
            }
        }
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static Optional<InetAddress> node(String text) {
        Matcher node = NODE.matcher(text);
        return node.matches()
                ? IpLiteral.parse(node.group(1) == null ? node.group(2) : node.group(1))
                        .filter(address ->
                                node.group(1) == null || node.group(1).indexOf(':') >= 0)
                : Optional.empty();
    }
}
