package dev.docket.server.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The format of web addresses, as browsers accept them (WHATWG URL): http or https, a host with letters of any script,
 * digits, hyphens and underscores, or an IP address, and a port. The rest may have every character that is visible,
 * except those that end a URL in HTML or in text. {@code java.net.URI} knows no host with an underscore.
 */
public final class WebAddress {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_HOST = 253;
    private static final Pattern FORMAT =
            Pattern.compile("(?i)https?://(?:[^\\\\/?#@]*@)?(\\[[0-9a-f:.]+]|[^\\\\/?#@:\\[\\]]+)(?::(\\d{1,5}))?"
                    + "(?:[/?#][^\\\\<>\"]*)?");
    private static final Pattern LABELS =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]{1,63}(?:\\.[\\p{L}\\p{M}\\p{N}_-]{1,63})*\\.?");
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    private WebAddress() {}

    public static boolean isOne(String text) {
        Matcher parts = FORMAT.matcher(text);
        return Characters.firstInvisible(text).isEmpty()
                && parts.matches()
                && isHost(parts.group(1))
                && (parts.group(2) == null || Integer.parseInt(parts.group(2)) <= MAX_PORT);
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return isIpv6(host);
        }
        return host.length() <= MAX_HOST
                && LABELS.matcher(host).matches()
                // A host whose last part is a number is an IPv4 address to browsers, or nothing.
                && (!NUMERIC_END.matcher(host).matches() || IPV4.matcher(host).matches());
    }

    private static boolean isIpv6(String host) {
        try {
            return new URI("http", host, "/", null).parseServerAuthority().getHost() != null;
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
