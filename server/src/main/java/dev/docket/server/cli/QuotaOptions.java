package dev.docket.server.cli;

import dev.docket.api.model.QuotaName;
import dev.docket.server.quotas.QuotaSettings;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options for quotas. */
final class QuotaOptions {

    @Option(
            names = "--quotas",
            paramLabel = "NAME=LIMIT",
            split = ",",
            description =
                    "Limits of what each account may store, such as users=500,tokens=20. Default: see server/README.md.")
    private Map<String, Long> limits = Map.of();

    /** @throws WrongValueException if an option is invalid */
    QuotaSettings settings() {
        Map<QuotaName, Long> named = new EnumMap<>(QuotaName.class);
        limits.forEach((name, limit) -> {
            if (limit < 0) {
                throw new WrongValueException("--quotas (DOCKET_QUOTAS): the quota " + name + " must not be negative");
            }
            named.put(quota(name), limit);
        });
        return new QuotaSettings(named);
    }

    private static QuotaName quota(String name) {
        return Stream.of(QuotaName.values())
                .filter(quota -> quota.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongValueException("--quotas (DOCKET_QUOTAS) has no quota " + name
                        + "; the quotas are "
                        + Stream.of(QuotaName.values()).map(QuotaName::toString).collect(Collectors.joining(", "))));
    }
}
