package dev.docket.server.quotas;

import dev.docket.api.model.QuotaName;
import java.util.EnumMap;
import java.util.Map;

/** The limits of the quotas, which are the same for every account. */
public record QuotaSettings(Map<QuotaName, Long> limits) {

    private static final long GIBIBYTE = 1L << 30;

    /** Far more than a business needs: they stop only a caller that is out of control. */
    private static final Map<QuotaName, Long> DEFAULTS = Map.ofEntries(
            Map.entry(QuotaName.TICKET_TYPES, 500L),
            Map.entry(QuotaName.CUSTOM_FIELDS, 5_000L),
            Map.entry(QuotaName.TICKET_ROTATIONS, 500L),
            Map.entry(QuotaName.SLA_POLICIES, 500L),
            Map.entry(QuotaName.BUSINESS_CALENDARS, 500L),
            Map.entry(QuotaName.ESCALATION_RULES, 500L),
            Map.entry(QuotaName.AUTOMATION_RULES, 500L),
            Map.entry(QuotaName.TOKENS, 1_000L),
            Map.entry(QuotaName.USERS, 100_000L),
            Map.entry(QuotaName.TEAMS, 10_000L),
            Map.entry(QuotaName.MERCHANTS, 1_000_000L),
            Map.entry(QuotaName.MIDS, 2_000_000L),
            Map.entry(QuotaName.LEADS, 2_000_000L),
            Map.entry(QuotaName.APPLICATIONS, 2_000_000L),
            Map.entry(QuotaName.ATTACHMENT_BYTES, 100 * GIBIBYTE));

    /** @throws IllegalArgumentException if a limit is negative */
    public QuotaSettings {
        EnumMap<QuotaName, Long> all = new EnumMap<>(DEFAULTS);
        all.putAll(limits);
        all.forEach((name, limit) -> {
            if (limit < 0) {
                throw new IllegalArgumentException("the quota " + name + " must not be negative");
            }
        });
        limits = Map.copyOf(all);
    }

    public static QuotaSettings defaults() {
        return new QuotaSettings(Map.of());
    }
}
