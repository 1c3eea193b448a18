package dev.docket.server.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection comes from. An IPv6 client can use all 2<sup>64</sup> addresses of its network, so they count as
 * one.
 */
record Network(ByteBuffer address) {

    static Network of(Connection<?> connection) {
        return of(peer(connection));
    }

    /** @param address null: unknown, because the connection was closed */
    static Network of(@Nullable InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address == null ? new byte[0] : address.getAddress());
        return new Network(address instanceof Inet6Address ? bytes.limit(8) : bytes);
    }

    /** The address at the other end; null if the connection was closed. */
    static @Nullable InetAddress peer(Connection<?> connection) {
        return connection.getPeerAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
    }
}
