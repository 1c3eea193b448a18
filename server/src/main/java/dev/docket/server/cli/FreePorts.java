package dev.docket.server.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks that a server will be able to listen on its two ports. */
final class FreePorts {

    private FreePorts() {}

    /** @throws BindException if one of them is taken; the message names the options to change */
    static void require(InetSocketAddress service, InetSocketAddress management) throws IOException {
        try (ServerSocket first = new ServerSocket();
                ServerSocket second = new ServerSocket()) {
            bind(first, service, "");
            // While the first is bound: the two must differ.
            bind(second, management, "management-");
        }
    }

    private static void bind(ServerSocket socket, InetSocketAddress address, String prefix) throws IOException {
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (BindException taken) {
            String port = "--" + prefix + "port";
            String host = "--" + prefix + "host";
            BindException named = new BindException("cannot listen on %s:%d: %s; choose another %s (%s) or %s (%s)"
                    .formatted(
                            address.getAddress().getHostAddress(),
                            address.getPort(),
                            taken.getMessage(),
                            port,
                            EnvironmentDefaults.variable(port),
                            host,
                            EnvironmentDefaults.variable(host)));
            named.initCause(taken);
            throw named;
        }
    }
}
