package dev.docket.persistence.tickets;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects tickets of an account. All parts must match. A list matches with any of its values; an empty list or null
 * matches every ticket. Intervals include their start and exclude their end. The builder sets each list that it is not
 * given to an empty one.
 *
 * @param search null: no search
 * @param assignedTo ids of users; with {@code isUnassigned}, also tickets without an assignee
 * @param tags all must match
 * @param slaStatuses as they are at {@link TicketViewer#now}
 * @param dueFrom of the resolution, as stored with the last change
 * @param customFieldNames each must have the value at the same position of {@code customFieldValues}, as text
 * @param isDeleted only deleted tickets; otherwise only the others
 */
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = true)
public record TicketFilter(
        @Nullable Search search,
        List<String> statuses,
        List<String> priorities,
        List<String> categories,
        List<String> sources,
        List<String> ticketTypeIds,
        List<String> assignedTo,
        boolean isUnassigned,
        List<Long> assignedTeamIds,
        List<String> requesterTypes,
        List<String> requesterIds,
        List<Long> merchantIds,
        List<Long> leadIds,
        List<String> applicationIds,
        List<Long> midIds,
        List<String> externalIds,
        List<String> tags,
        List<String> slaStatuses,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        @Nullable Instant updatedFrom,
        @Nullable Instant updatedTo,
        @Nullable Instant dueFrom,
        @Nullable Instant dueTo,
        List<String> customFieldNames,
        List<String> customFieldValues,
        boolean isDeleted) {

    /** Selects all deleted tickets, or all others, that were updated at {@code updatedFrom} or later. */
    public static TicketFilter ofAll(@Nullable Instant updatedFrom, boolean isDeleted) {
        return TicketFilterBuilder.builder()
                .updatedFrom(updatedFrom)
                .isDeleted(isDeleted)
                .build();
    }

    public List<Integer> statusRanks() {
        return TicketRank.ofStatuses(statuses);
    }

    public List<Integer> priorityRanks() {
        return TicketRank.ofPriorities(priorities);
    }
}
