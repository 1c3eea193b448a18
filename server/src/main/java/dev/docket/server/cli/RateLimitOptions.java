package dev.docket.server.cli;

import dev.docket.server.security.RateLimitSettings;
import picocli.CommandLine.Option;

/** Options for rate limits. */
final class RateLimitOptions {

    private static final int MAX = 1_000_000;

    @Option(
            names = "--rate-limit-per-second",
            paramLabel = "N",
            description = "Requests of one token. Default: ${DEFAULT-VALUE}; 0: no limit.",
            defaultValue = "" + RateLimitSettings.DEFAULT_PER_SECOND)
    private int perSecond;

    @Option(
            names = "--rate-limit-burst",
            paramLabel = "N",
            description = "Requests that one token may send at once after a pause. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + RateLimitSettings.DEFAULT_BURST)
    private int burst;

    @Option(
            names = "--rate-limit-failures-per-minute",
            paramLabel = "N",
            description = "Rejected tokens of one address. Default: ${DEFAULT-VALUE}; 0: no limit.",
            defaultValue = "" + RateLimitSettings.DEFAULT_FAILURES_PER_MINUTE)
    private int failuresPerMinute;

    /** @throws WrongValueException if an option is invalid */
    RateLimitSettings settings() {
        require(perSecond, 0, "--rate-limit-per-second (DOCKET_RATE_LIMIT_PER_SECOND)");
        require(burst, 1, "--rate-limit-burst (DOCKET_RATE_LIMIT_BURST)");
        require(failuresPerMinute, 0, "--rate-limit-failures-per-minute (DOCKET_RATE_LIMIT_FAILURES_PER_MINUTE)");
        return new RateLimitSettings(perSecond, burst, failuresPerMinute);
    }

    private static void require(int value, int least, String option) {
        if (value < least || value > MAX) {
            throw new WrongValueException(option + " must be " + least + " to " + MAX);
        }
    }
}
