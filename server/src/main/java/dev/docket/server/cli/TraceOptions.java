package dev.docket.server.cli;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for traces. */
final class TraceOptions {

    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");

    @Option(
            names = "--otlp-endpoint",
            paramLabel = "URL",
            description = "Collector that traces are sent to, by OTLP over HTTP: http://collector:4318. Default: none.")
    private @Nullable String endpoint;

    /**
     * @return null: nothing is traced
     * @throws WrongValueException if the option is no URL
     */
    @Nullable
    URI endpoint() {
        if (endpoint == null || endpoint.isBlank()) {
            return null;
        }
        if (!URL.matcher(endpoint).matches()) {
            throw new WrongValueException(
                    "--otlp-endpoint (DOCKET_OTLP_ENDPOINT) must be like http://collector.example.com:4318");
        }
        return URI.create(endpoint);
    }
}
