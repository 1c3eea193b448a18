package dev.docket.server.transport;

import java.net.InetAddress;
import java.util.Optional;

/** A network of IP addresses, in the notation of CIDR: {@code 10.0.0.0/8}; an address alone is a network of its own. */
public record AddressRange(InetAddress network, int bits) {

    /** @throws IllegalArgumentException if the text is neither an address nor a network; the message shows it */
    static AddressRange of(String text) {
        String[] parts = text.split("/", -1);
        Optional<InetAddress> network = IpLiteral.parse(parts[0]);
        int most = network.map(address -> address.getAddress().length * 8).orElse(-1);
        int bits = parts.length == 1 ? most : parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (network.isEmpty() || parts.length > 2 || bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither an IP address nor a network such as 10.0.0.0/8");
        }
        return new AddressRange(network.get(), bits);
    }

    boolean includes(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = 0xff << Math.max(0, 8 - (bits - bit));
            if (((mine[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
