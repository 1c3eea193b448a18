package dev.docket.server.cli;

import dev.docket.server.security.RateLimitSettings;
import picocli.CommandLine.Option;

/** How much of this node one caller may have. */
final class RateLimitOptions {

    private static final int MAX = 1_000_000;

    @Option(
            names = "--rate-limit-per-second",
            paramLabel = "N",
            description = "Requests of one token. Default: ${DEFAULT-VALUE}; 0: any number.",
            defaultValue = "" + RateLimitSettings.DEFAULT_PER_SECOND)
    private int perSecond;

    @Option(
            names = "--rate-limit-burst",
            paramLabel = "N",
            description = "Requests of one token at once, after it sent none for a while. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + RateLimitSettings.DEFAULT_BURST)
    private int burst;

    @Option(
            names = "--rate-limit-failures-per-minute",
            paramLabel = "N",
            description = "Refused tokens of one address. Default: ${DEFAULT-VALUE}; 0: any number.",
            defaultValue = "" + RateLimitSettings.DEFAULT_FAILURES_PER_MINUTE)
    private int failuresPerMinute;

    /** @throws IllegalArgumentException if one of the options makes no sense */
    RateLimitSettings settings() {
        require(perSecond, 0, "--rate-limit-per-second (DOCKET_RATE_LIMIT_PER_SECOND)");
        require(burst, 1, "--rate-limit-burst (DOCKET_RATE_LIMIT_BURST)");
        require(failuresPerMinute, 0, "--rate-limit-failures-per-minute (DOCKET_RATE_LIMIT_FAILURES_PER_MINUTE)");
        return new RateLimitSettings(perSecond, burst, failuresPerMinute);
    }

    private static void require(int value, int least, String option) {
        if (value < least || value > MAX) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + MAX);
        }
    }
}
