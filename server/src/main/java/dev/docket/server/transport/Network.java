package dev.docket.server.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.Connection;

/**
 * Where a connection comes from. An IPv6 client can use all 2<sup>64</sup> addresses of its network, so they count as
 * one.
 */
record Network(ByteBuffer address) {

    static Network of(Connection<?> connection) {
        return connection.getPeerAddress() instanceof InetSocketAddress peer
                ? of(peer.getAddress())
                : new Network(ByteBuffer.allocate(0));
    }

    static Network of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return new Network(address instanceof Inet6Address ? bytes.limit(8) : bytes);
    }
}
