package dev.docket.persistence.tickets;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets of an account to list. All parts must hold; of a list any value does, and an empty list or null asks
 * for nothing. Intervals hold their beginning and not their end. The builder makes an empty list of each that it is not
 * given.
 *
 * @param search null: nothing is searched for
 * @param assignedTo ids of users; with {@code isUnassigned}, or with nobody
 * @param tags all of them
 * @param slaStatuses as they are at {@link TicketViewer#now}
 * @param dueFrom of the resolution, as it was stored with the last change
 * @param customFieldNames each of them has the value at the same place in {@code customFieldValues}, as text
 * @param isDeleted only deleted tickets; else only the others
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

    /** All that are, or are not, deleted, and were updated then or later. */
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
