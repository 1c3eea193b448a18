package dev.docket.persistence.policies;

import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.database.StagedBuilder;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An SLA policy in its current version.
 *
 * @param isDefault whether it applies to tickets whose type names no policy; at most one policy of an account is
 * @param targets by priority
 * @param pausingStatuses statuses in which the clock is paused
 * @param atRiskPercent share of a target, 1 to 100, from which a ticket is at risk
 * @param pausesFirstResponse whether a pause stops the first response's clock too
 * @param calendar the business calendar as it was when this version was made; null: 24x7 in UTC
 */
@StagedBuilder
@PropagateNull("id")
public record SlaPolicyRow(
        String id,
        String name,
        int version,
        boolean isDefault,
        @Json Map<String, SlaTargetRow> targets,
        List<String> pausingStatuses,
        int atRiskPercent,
        boolean pausesFirstResponse,
        @Json @Nullable BusinessCalendarRow calendar) {

    /** The same policy in another version, on another calendar. */
    public SlaPolicyRow withCalendar(@Nullable BusinessCalendarRow other, int otherVersion) {
        return SlaPolicyRowBuilder.builder(this)
                .calendar(other)
                .version(otherVersion)
                .build();
    }
}
