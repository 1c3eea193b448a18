package dev.docket.server.cli;

import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import dev.docket.server.transport.TrustedProxies;
import picocli.CommandLine.Option;

/** Options for connections. */
final class TransportOptions {

    private static final TransportLimits DEFAULTS = TransportLimits.defaults();

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            description = "Open connections from one address. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + TransportLimits.DEFAULT_CONNECTIONS_PER_ADDRESS)
    private int connectionsPerAddress;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "LIST",
            description = "Proxies whose Forwarded and X-Forwarded-For are believed: addresses and networks such as"
                    + " 10.0.0.0/8, separated by commas. Default: none.",
            defaultValue = "")
    private String trustedProxies = "";

    /** @throws WrongValueException if an option is invalid */
    TransportLimits limits() {
        if (connectionsPerAddress < 1 || connectionsPerAddress > DEFAULTS.maxConnections()) {
            throw new WrongValueException("--connections-per-address (DOCKET_CONNECTIONS_PER_ADDRESS) must be 1 to "
                    + DEFAULTS.maxConnections());
        }
        return TransportLimitsBuilder.builder(DEFAULTS)
                .maxConnectionsPerAddress(connectionsPerAddress)
                .trustedProxies(trustedProxies())
                .build();
    }

    private TrustedProxies trustedProxies() {
        try {
            return TrustedProxies.of(trustedProxies);
        } catch (IllegalArgumentException wrong) {
            throw new WrongValueException("--trusted-proxies (DOCKET_TRUSTED_PROXIES): " + wrong.getMessage());
        }
    }
}
