package dev.docket.server.transport;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The proxies whose word is taken for where a request comes from. From all other addresses, {@code Forwarded} (RFC
 * 7239) and {@code X-Forwarded-For} are ignored, because any client can send them.
 */
public record TrustedProxies(List<AddressRange> ranges) {

    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /**
     * @param list addresses and networks, separated by commas: {@code 10.0.0.0/8,::1}
     * @throws IllegalArgumentException if one of them is neither; the message shows it
     */
    public static TrustedProxies of(String list) {
        return new TrustedProxies(Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(AddressRange::of)
                .toList());
    }

    boolean include(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.includes(address));
    }

    /**
     * The address that a request comes from: of the hops that the proxies name, from the last to the first, the first
     * one that is no trusted proxy. A hop that has no address ends the search at the proxy that named it.
     *
     * @param peer at the other end of the connection; one of these proxies, or the headers mean nothing
     * @param forwarded the headers of that name, in their order
     * @param xForwardedFor the headers of that name, in their order
     */
    InetAddress client(InetAddress peer, List<String> forwarded, List<String> xForwardedFor) {
        InetAddress one = origin(peer, ForwardedFor.hops(forwarded));
        InetAddress other = origin(peer, ForwardedFor.simpleHops(xForwardedFor));
        if (forwarded.isEmpty()) {
            return other;
        }
        // A proxy writes one of them, and may pass the other one on from a client that made it up.
        return xForwardedFor.isEmpty() || one.equals(other) ? one : peer;
    }

    /** @param hops from the first to the last; empty: one without an address */
    private InetAddress origin(InetAddress peer, List<Optional<InetAddress>> hops) {
        List<Optional<InetAddress>> backwards = new ArrayList<>(hops);
        Collections.reverse(backwards);
        InetAddress origin = peer;
        for (Optional<InetAddress> hop : backwards) {
            if (hop.isEmpty() || !include(origin)) {
                return origin;
            }
            origin = hop.get();
        }
        return origin;
    }
}
