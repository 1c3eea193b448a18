package dev.docket.server.cli;

import dev.docket.server.transport.CorsOrigins;
import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import dev.docket.server.transport.TrustedProxies;
import java.util.function.Function;
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

    @Option(
            names = "--cors-origins",
            paramLabel = "LIST",
            description = "Origins whose pages may use the API in a browser, separated by commas:"
                    + " https://desk.example.com. Default: none.",
            defaultValue = "")
    private String corsOrigins = "";

    /** @throws WrongValueException if an option is invalid */
    TransportLimits limits() {
        if (connectionsPerAddress < 1 || connectionsPerAddress > DEFAULTS.maxConnections()) {
            throw new WrongValueException("--connections-per-address (DOCKET_CONNECTIONS_PER_ADDRESS) must be 1 to "
                    + DEFAULTS.maxConnections());
        }
        return TransportLimitsBuilder.builder(DEFAULTS)
                .maxConnectionsPerAddress(connectionsPerAddress)
                .trustedProxies(parsed("--trusted-proxies", TrustedProxies::of, trustedProxies))
                .corsOrigins(parsed("--cors-origins", CorsOrigins::of, corsOrigins))
                .build();
    }

    private static <T> T parsed(String option, Function<String, T> parser, String value) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException wrong) {
            throw new WrongValueException(
                    "%s (%s): %s".formatted(option, EnvironmentDefaults.variable(option), wrong.getMessage()));
        }
    }
}
